package org.cotgateway.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** One path of a running gateway, as commands ask it by HTTP. Blocks for seconds at most. */
final class GatewayClient {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int MAX_SHOWN_CHARS = 300;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
    private final URI uri;

    private GatewayClient(URI uri) {
        this.uri = uri;
    }

    /**
     * A client of the gateway there.
     *
     * @param gateway its URL, or host:port; anything else is wrong usage of the command
     * @param path what is asked, unless the URL names another
     */
    static GatewayClient of(String gateway, String path, CommandSpec command) {
        String base = gateway.contains("://") ? gateway : "http://" + gateway;
        try {
            URI uri = URI.create(base);
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (http && uri.getHost() != null) {
                String own = uri.getPath();
                return new GatewayClient(own == null || own.isEmpty() || own.equals("/") ? uri.resolve(path) : uri);
            }
        } catch (IllegalArgumentException malformed) {
            // As below.
        }
        throw new ParameterException(
                command.commandLine(), gateway + ": must be a URL such as http://127.0.0.1:8080, or host:port");
    }

    URI uri() {
        return uri;
    }

    /** Host and port. */
    String authority() {
        return uri.getAuthority();
    }

    /** A client of what lies below, by its name as it is. */
    GatewayClient below(String name) {
        return new GatewayClient(URI.create(uri + "/" + encoded(name)));
    }

    /** A client that asks with these values of a parameter. */
    GatewayClient asking(String parameter, List<String> values) {
        String query =
                values.stream().map(value -> parameter + "=" + encoded(value)).collect(Collectors.joining("&"));
        return query.isEmpty() ? this : new GatewayClient(URI.create(uri + "?" + query));
    }

    /** Dots too: a name of nothing else would lead elsewhere. */
    private static String encoded(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            boolean plain =
                    b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b == '-' || b == '_';
            encoded.append(plain ? String.valueOf((char) b) : String.format(Locale.ROOT, "%%%02X", b));
        }
        return encoded.toString();
    }

    /** Asks for the document there. */
    HttpResponse<String> get() throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri));
    }

    /** Gives a document. */
    HttpResponse<String> post(String contentType, byte[] document) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri)
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofByteArray(document)));
    }

    /** Asks for its removal. */
    HttpResponse<String> delete() throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri).DELETE());
    }

    /** What a problem document says is wrong; empty if the answer is none. */
    static String detail(HttpResponse<String> answer) {
        try {
            JsonNode problem = new JsonMapper().readTree(answer.body());
            StringBuilder detail = new StringBuilder(problem.path("detail").asText());
            for (JsonNode wrong : problem.path("violations")) {
                detail.append("; ").append(wrong.path("field").asText());
                detail.append(" ").append(wrong.path("rule").asText());
            }
            return detail.toString();
        } catch (JsonProcessingException noJson) {
            return "";
        }
    }

    /** An answer that was not wanted, as a failure that shows it. */
    IOException refused(HttpResponse<String> answer) {
        String detail = detail(answer);
        String plain = TableText.plain(detail.isEmpty() ? answer.body().strip() : detail);
        String shown = plain.length() <= MAX_SHOWN_CHARS ? plain : plain.substring(0, MAX_SHOWN_CHARS) + " ...";
        return new IOException(uri + " answers " + answer.statusCode() + ": " + shown);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        try {
            return http.send(request.timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofString());
        } catch (HttpConnectTimeoutException | ConnectException silent) {
            throw new IOException("no gateway answers at " + uri + why(silent), silent);
        } catch (HttpTimeoutException slow) {
            throw new IOException(
                    uri + " has not answered within " + TIMEOUT.toSeconds() + " s: "
                            + uri.getAuthority()
                            + " is not the HTTP port of a gateway, or it is busy, and what was asked may be done all the same",
                    slow);
        } catch (IOException otherwise) {
            // What came may be anything, an event for example, or nothing at all.
            throw new IOException(
                    uri.getAuthority() + " is not the HTTP port of a gateway: no answer in HTTP comes from there",
                    otherwise);
        }
    }

    private static String why(IOException silent) {
        for (Throwable cause = silent; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) {
                return ": no host of this name is known";
            }
        }
        String message = silent.getMessage();
        return message == null || message.isBlank() ? "" : ": " + message;
    }
}
