package org.cotgateway.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.cotgateway.bench.report.RunRecord;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class LoadOptionsTest {

    @Test
    void theRecordNamesTheCommandAndTheSourcesThatWereTold() throws IOException {
        String told = "scripts/bench download --quick --nginx-setting 'sendfile off'";

        RunRecord record = record("--quick", "--command", told, "--source", "v1");

        assertThat(record.command()).isEqualTo(told);
        assertThat(record.source()).isEqualTo("v1");
    }

    @Test
    void withoutACommandTheRecordNamesTheRunItsTurnsAndItsRounds() throws IOException {
        assertThat(record().command()).isEqualTo("scripts/bench download --rounds 5");
        assertThat(record("--quick", "--rounds=3").command()).isEqualTo("scripts/bench download --quick --rounds 3");
        assertThat(record().source()).isEqualTo("unknown");
    }

    private static RunRecord record(String... arguments) throws IOException {
        LoadOptions options = new LoadOptions();
        new CommandLine(options)
                .parseArgs(Stream.concat(Stream.of("programs"), Arrays.stream(arguments))
                        .toArray(String[]::new));
        return options.record("download").build();
    }
}
