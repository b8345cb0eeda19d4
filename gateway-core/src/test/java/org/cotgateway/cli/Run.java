package org.cotgateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** One run of the command line in this process, and what came of it. */
record Run(int exit, String out, String err) {

    static Run cotgw(String... args) {
        return on("", args);
    }

    /** A run with this text on standard input. */
    static Run on(String standardInput, String... args) {
        return run(standardInput.getBytes(StandardCharsets.UTF_8), Ansi.OFF, line -> {}, args);
    }

    /** A run at that time. */
    static Run at(Instant now, String... args) {
        return run(
                new Cotgw(InputStream.nullInputStream(), OutputStream.nullOutputStream(), InstantSource.fixed(now)),
                Ansi.OFF,
                line -> {},
                args);
    }

    static Run on(byte[] standardInput, String... args) {
        return run(standardInput, Ansi.OFF, line -> {}, args);
    }

    /** A run as on a terminal. */
    static Run onTerminal(String standardInput, String... args) {
        return run(standardInput.getBytes(StandardCharsets.UTF_8), Ansi.ON, line -> {}, args);
    }

    /** A run of a command line with one more command. */
    static Run with(Object command, String... args) {
        return run(new byte[0], Ansi.OFF, line -> line.addSubcommand(command), args);
    }

    /** Standard output, which must be one JSON document and nothing else. */
    JsonNode json() throws JsonProcessingException {
        ObjectMapper strict = new ObjectMapper()
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
        JsonNode document = strict.readTree(out);
        assertThat(document.isObject()).as(out).isTrue();
        return document;
    }

    private static Run run(byte[] standardInput, Ansi ansi, Consumer<CommandLine> more, String... args) {
        return run(new Cotgw(new ByteArrayInputStream(standardInput)), ansi, more, args);
    }

    private static Run run(Cotgw cotgw, Ansi ansi, Consumer<CommandLine> more, String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Cotgw.commandLine(cotgw, args);
        more.accept(line);
        Cotgw.configure(line, new PrintWriter(out), new PrintWriter(err), ansi);
        int exit = line.execute(args);
        line.getOut().flush();
        line.getErr().flush();
        return new Run(exit, out.toString(), err.toString());
    }
}
