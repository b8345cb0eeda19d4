package org.cotgateway.daemon;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.cotgateway.config.ConfigReading;
import org.cotgateway.config.EndpointConfig;
import org.cotgateway.config.GatewayConfig;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;

/** Looks up the hosts of a configuration's endpoints, all at the same time. Blocks for a few seconds at most. */
final class EndpointHosts {

    private static final int MAX_AT_ONCE = 32;
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private EndpointHosts() {}

    /** A warning for each that is not found: it may be later, so a daemon runs and tries again. */
    static List<Violation> unknown(ConfigReading reading, GatewayConfig config) throws InterruptedException {
        List<Callable<@Nullable Violation>> questions = new ArrayList<>();
        for (int i = 0; i < config.endpoints().size(); i++) {
            EndpointConfig endpoint = config.endpoints().get(i);
            String path = "endpoints[" + i + "].address";
            if (!reading.isWrong(path) && !endpoint.address().isEmpty()) {
                questions.add(() -> lookUp(path, endpoint));
            }
        }
        List<Violation> unknown = new ArrayList<>();
        if (questions.isEmpty()) {
            return unknown;
        }
        ExecutorService threads = Executors.newFixedThreadPool(Math.min(MAX_AT_ONCE, questions.size()), task -> {
            Thread thread = new Thread(task, "look-up");
            thread.setDaemon(true);
            return thread;
        });
        try {
            for (Future<@Nullable Violation> answer :
                    threads.invokeAll(questions, LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                Violation violation = answered(answer);
                if (violation != null) {
                    unknown.add(violation);
                }
            }
        } finally {
            threads.shutdownNow();
        }
        return unknown;
    }

    private static @Nullable Violation answered(Future<@Nullable Violation> answer) throws InterruptedException {
        try {
            return answer.get();
        } catch (CancellationException late) {
            // The name service is slow or away: that says nothing of this host.
            return null;
        } catch (ExecutionException bug) {
            throw new IllegalStateException(bug.getCause());
        }
    }

    private static @Nullable Violation lookUp(String path, EndpointConfig config) {
        try {
            InetAddress.getByName(SettingsMapper.endpoint(config).host());
            return null;
        } catch (UnknownHostException unknown) {
            return MachineRules.violation(
                    path, config.address(), "its host is not found now", "endpoint " + config.name());
        }
    }
}
