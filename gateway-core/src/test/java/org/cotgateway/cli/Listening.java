package org.cotgateway.cli;

import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cotgateway.testing.Await;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** A command that listens on any free port, in this process, on a thread of its own. */
final class Listening {

    private static final Pattern PORT = Pattern.compile("listening (\\S+)");
    private static final long TIMEOUT_S = 60;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CompletableFuture<Integer> exit;

    Listening(String... args) {
        CommandLine line =
                Cotgw.commandLine(InputStream.nullInputStream(), new PrintWriter(out), new PrintWriter(err), Ansi.OFF);
        exit = CompletableFuture.supplyAsync(() -> line.execute(args));
    }

    /** Where it listens, once it does. */
    String endpoint() throws Exception {
        Matcher found = Await.until(() -> PORT.matcher(err.toString()), Matcher::find);
        return found.group(1);
    }

    /** What came of it, once it has ended. */
    Run ended() throws Exception {
        int status = exit.get(TIMEOUT_S, TimeUnit.SECONDS);
        return new Run(status, out.toString(), err.toString());
    }
}
