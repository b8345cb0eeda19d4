package org.cotgateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusTableTest {

    private static final String RECEIVER = """
            {"name": "%s", "state": "connected", "protocol": "tak1", "transport": "stcp",
             "contacts": [{"uid": "dev-1", "callsign": "%s"}],
             "queue": {"waiting": 3, "underWay": 2, "bytes": 900},
             "sentEvents": %d, "receivedEvents": 7, "lastReceived": "2026-11-21T10:00:00Z",
             "bad": {"invalid": 2, "skippedBytes": 1234},
             "conflated": 40,
             "dropped": {"full": 5, "stale": 6}}""";

    private static List<String> table(String receivers) throws IOException {
        String status = "{\"at\": \"2026-11-21T10:01:30Z\", \"gateway\": {\"callsign\": \"G\", \"uid\": \"g-1\","
                + " \"version\": \"1\", \"uptimeMs\": 7200000}, \"contacts\": 4, \"rates\": {\"in\": {\"second\": 1.5,"
                + " \"tenSeconds\": 2, \"minute\": 3}}, \"receivers\": [" + receivers + "]}";
        JsonNode document = new ObjectMapper().readTree(status);
        return new StatusTable(document).lines();
    }

    @Test
    void aReceiverIsALineWithItsNumbersAndThenItsContactsAndDrops() throws IOException {
        List<String> lines = table(String.format(RECEIVER, "10.0.0.7:51002", "ALPHA", 1234));

        assertThat(lines.get(0)).isEqualTo("G  g-1  version 1  up 2 h");
        assertThat(lines).anyMatch(line -> line.matches("in +1\\.5 +2\\.0 +3\\.0"));
        assertThat(lines)
                .anyMatch(line -> line.matches("10\\.0\\.0\\.7:51002 +connected +tak1 +5 +1234 +40 +11 +1 min"));
        assertThat(lines)
                .contains("  ALPHA  dev-1", "  dropped:  full 5  stale 6", "  bad:  invalid 2  skippedBytes 1234");
    }

    @Test
    void listenersAndWhoReceiversAreStandInTheText() throws IOException {
        JsonNode document = new ObjectMapper().readTree("""
                {"listeners": [{"name": "streams", "address": "127.0.0.1:8087", "clients": 2}],
                 "receivers": [
                  {"name": "10.0.0.7:51002", "address": "10.0.0.7:51002", "listener": "streams", "certificate": "anna",
                   "user": null, "rule": 1, "groups": {"in": ["blue"], "out": ["blue", "red"]}},
                  {"name": "head", "address": "10.0.0.8:8087:stcp", "listener": null, "groups": {"in": [], "out": []}}]}
                """);
        List<String> lines = new StatusTable(document).lines();

        assertThat(lines).anyMatch(line -> line.matches("streams +127\\.0\\.0\\.1:8087 +2"));
        assertThat(lines)
                .contains("  listener streams  certificate anna  rule clients[1]  in blue  out blue,red")
                .contains("  at 10.0.0.8:8087:stcp");
    }

    @Test
    void whatKeepsAReceiverFromBeingReachedIsSaidBelowIt() throws IOException {
        String receiver = "{\"name\": \"%s\", \"transport\": \"%s\", \"trouble\": \"%s\"}";
        List<String> lines = table(String.format(receiver, "10.0.0.7:8087:stcp", "stcp", "connection refused") + ","
                + String.format(receiver, "10.0.0.8:6969:udp", "udp", "network is unreachable") + ","
                + "{\"name\": \"10.0.0.9:8087:stcp\", \"trouble\": null}");

        assertThat(lines)
                .filteredOn(line -> line.startsWith("  "))
                .containsExactly("  not connected: connection refused", "  not sent: network is unreachable");
    }

    @Test
    void aFeedSaysWhatWasRejectedAndWhatWasWrongLast() throws IOException {
        JsonNode document = new ObjectMapper().readTree("""
                {"feeds": [
                  {"name": "ships", "format": "csv", "in": 9, "out": 5, "rejected": {"missing": 3, "malformed": 1},
                   "lastRejected": "line 7: mapping.lat (lat): is missing"},
                  {"name": "fine", "format": "ais", "in": 1, "out": 1, "rejected": {"missing": 0}, "lastRejected": null}]}
                """);
        List<String> lines = new StatusTable(document).lines();

        assertThat(lines).anyMatch(line -> line.matches("ships +csv +9 +5 +4 +- +-"));
        assertThat(lines)
                .filteredOn(line -> line.startsWith("  "))
                .containsExactly(
                        "  rejected:  missing 3  malformed 1",
                        "  last rejected: line 7: mapping.lat (lat): is missing");
    }

    @Test
    void columnsHoldWhateverNamesAndNumbersThereAre() throws IOException {
        String callsign = "\\u001b[2J\\u202e日本語 \\ud83d\\ude81 " + "long ".repeat(50);
        List<String> lines = table(String.format(RECEIVER, "日本語日本語日本語日本語日本語日本語", callsign, 9_999_999_999L) + ","
                + String.format(RECEIVER, "ü\\u0308.example:8087", "B", 1));

        assertThat(lines).allMatch(line -> TableText.cells(line) <= 100);
        assertThat(lines).allMatch(line -> line.codePoints().noneMatch(Character::isISOControl));
        assertThat(lines.stream().filter(line -> line.contains("connected")))
                .hasSize(2)
                .allMatch(line -> TableText.cells(line) == 99);
    }

    @Test
    void aDocumentWithoutAnythingIsStillATable() throws IOException {
        List<String> lines = new StatusTable(new ObjectMapper().readTree("{\"receivers\": [{}]}")).lines();

        assertThat(lines.get(lines.size() - 1)).startsWith("- ").endsWith(" -");
    }
}
