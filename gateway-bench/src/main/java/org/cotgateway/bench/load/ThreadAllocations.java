package org.cotgateway.bench.load;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What the threads of a JVM had allocated in its heap at one moment, thread by thread. What a thread allocated that ends
 * between two moments is not seen, nor what the JVM takes for itself outside of the heap, for its compilers and collectors
 * say. Those that ask are left out.
 *
 * @param byThread bytes of each thread so far, by its number; none if nobody tells
 */
record ThreadAllocations(Map<Long, Long> byThread) {

    /** Of a program that has no such threads, or is not asked. */
    static final ThreadAllocations UNKNOWN = new ThreadAllocations(Map.of());

    /** The threads of a management agent, and those that tell it of collections. */
    private static final Pattern ASKED = Pattern.compile("(RMI|JMX) .*|Attach Listener|Notification Thread");

    ThreadAllocations {
        byThread = Map.copyOf(byThread);
    }

    /** Those of this JVM now, but for the thread that asks. */
    static ThreadAllocations here() {
        String asking = Thread.currentThread().getName();
        return of(ManagementFactory.getPlatformMXBean(ThreadMXBean.class), asking::equals);
    }

    /** Those of a JVM now. */
    static ThreadAllocations of(ThreadMXBean jvm) {
        return of(jvm, name -> false);
    }

    /**
     * Those of a JVM now.
     *
     * @param asking whether a thread of that name is at work only because somebody asks, as those of a management agent are
     */
    static ThreadAllocations of(ThreadMXBean jvm, Predicate<String> asking) {
        Predicate<String> leftOut = asking.or(name -> ASKED.matcher(name).matches());
        long[] numbers = jvm.getAllThreadIds();
        ThreadInfo[] threads = jvm.getThreadInfo(numbers);
        long[] bytes = jvm.getThreadAllocatedBytes(numbers);
        Map<Long, Long> byThread = new HashMap<>();
        for (int i = 0; i < numbers.length; i++) {
            // One that has ended meanwhile has neither.
            if (threads[i] != null && bytes[i] >= 0 && !leftOut.test(threads[i].getThreadName())) {
                byThread.put(numbers[i], bytes[i]);
            }
        }
        return new ThreadAllocations(byThread);
    }

    /** What all threads allocated since then; nothing if either is not known. */
    OptionalLong sinceBytes(ThreadAllocations before) {
        if (byThread.isEmpty() || before.byThread.isEmpty()) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(byThread.entrySet().stream()
                .mapToLong(thread -> thread.getValue() - before.byThread.getOrDefault(thread.getKey(), 0L))
                .sum());
    }
}
