package org.cotgateway.cli;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is done when the operating system sends a signal. The class that gives them to us, {@code sun.misc.Signal}, is in
 * every JDK that we know but not in its specification, so it is looked up when the program runs. To be closed: then
 * signals do what they did before.
 */
final class Signals implements AutoCloseable {

    private record Before(Object signal, Object handler) {}

    private final List<Before> before = new ArrayList<>();

    /**
     * Does something at every signal of that name.
     *
     * @param name without SIG, for example HUP
     * @param action called on a thread of its own
     * @return false where there is no such signal, or the JVM keeps it to itself
     */
    boolean on(String name, Runnable action) {
        try {
            Class<?> signalType = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Object handler = Proxy.newProxyInstance(
                    handlerType.getClassLoader(),
                    new Class<?>[] {handlerType},
                    (proxy, method, arguments) -> handle(proxy, method, arguments, action));
            Object signal = signalType.getConstructor(String.class).newInstance(name);
            Object old = handle(signalType, handlerType).invoke(null, signal, handler);
            before.add(new Before(signal, old));
            return true;
        } catch (ReflectiveOperationException notHere) {
            return false;
        }
    }

    private static @Nullable Object handle(Object proxy, Method method, Object[] arguments, Runnable action) {
        return switch (method.getName()) {
            case "handle" -> {
                action.run();
                yield null;
            }
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "signal handler";
        };
    }

    private static Method handle(Class<?> signalType, Class<?> handlerType) throws NoSuchMethodException {
        return signalType.getMethod("handle", signalType, handlerType);
    }

    @Override
    public void close() {
        for (Before each : before) {
            try {
                Class<?> signalType = each.signal.getClass();
                handle(signalType, Class.forName("sun.misc.SignalHandler")).invoke(null, each.signal, each.handler);
            } catch (ReflectiveOperationException gone) {
                throw new IllegalStateException("a signal that was handled cannot be handled any more", gone);
            }
        }
        before.clear();
    }
}
