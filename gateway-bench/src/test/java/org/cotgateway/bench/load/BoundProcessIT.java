package org.cotgateway.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BoundProcessIT {

    private static final long SOONER_THAN_BY_ITSELF_S = 10;
    private static final long LOOK_EVERY_NS = 1_000_000;

    /** A load run that has started something which looks after nothing, not its standard input either. */
    static final class LoadRun {

        private LoadRun() {}

        public static void main(String[] args) throws Exception {
            System.out.println(BoundProcess.of(List.of("sleep", "50")).start().pid());
            Thread.currentThread().join();
        }
    }

    @Test
    void whatAKilledLoadRunHasStartedEndsToo() throws Exception {
        Process run = new ProcessBuilder(ChildProgram.javaCommand(
                        System.getProperty("java.class.path"),
                        List.of("-XX:TieredStopAtLevel=1"),
                        LoadRun.class.getName()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Path started = Path.of("/proc", run.inputReader().readLine(), "stat");
        assertThat(isRunning(started)).isTrue();

        run.destroyForcibly();

        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(SOONER_THAN_BY_ITSELF_S);
        while (isRunning(started) && System.nanoTime() < deadlineNs) {
            LockSupport.parkNanos(LOOK_EVERY_NS);
        }
        assertThat(isRunning(started)).isFalse();
    }

    /** One that has ended, and that nobody has asked after, still has its entry. */
    private static boolean isRunning(Path stat) throws IOException {
        try {
            return !Files.readString(stat).contains(") Z ");
        } catch (NoSuchFileException ended) {
            return false;
        }
    }

    @Test
    void aProgramIsWhatItWouldBeWithoutUs() throws IOException {
        Process process = BoundProcess.of(List.of("sh", "-c", "echo $$; pwd; echo \"$0 $1\"", "--", "-x"))
                .directory(Path.of("/").toFile())
                .start();

        try (BufferedReader output = process.inputReader()) {
            assertThat(output.lines().toList()).containsExactly(Long.toString(process.pid()), "/", "-- -x");
        }
    }
}
