package org.cotgateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

class ConvertCommandTest {

    private static final String XML =
            "<event version='2.0' uid='u-1' type='a-f-G' how='m-g' time='2026-11-21T10:00:00.000Z'"
                    + " start='2026-11-21T10:00:00.000Z' stale='2026-11-21T11:00:00.000Z'>"
                    + "<point lat='48.2' lon='16.3' hae='170' ce='9999999' le='9999999'/>"
                    + "<detail><__plugin a='1'>x<y/></__plugin><contact callsign='HOPE-1'/></detail></event>";

    @TempDir
    Path folder;

    @Test
    void everyFormatComesBackFromEveryOther() throws Exception {
        Path xml = Files.writeString(folder.resolve("first.xml"), XML);
        Path before = xml;
        for (String extension : new String[] {"json", "ndjson", "tak1", "cot", "json"}) {
            Path next = folder.resolve(before.getFileName() + "." + extension);
            Run run = Run.cotgw("convert", before.toString(), "-o", next.toString());
            assertThat(run.exit()).as(run.err()).isZero();
            assertThat(run.err()).isEqualTo("1 converted\n");
            before = next;
        }
        Run run = Run.cotgw(
                "convert",
                before.toString(),
                "--output",
                folder.resolve("last.xml").toString());
        assertThat(run.exit()).isZero();
        assertThat(folder.resolve("last.xml")).hasContent(XML.replace('\'', '"'));
    }

    @Test
    void aFileMayTakeItsOwnPlace() throws Exception {
        Path file = Files.writeString(folder.resolve("events.xml"), XML + "\n" + XML.replace("u-1", "u-2"));

        Run run = Run.cotgw("convert", file.toString(), "--to", "ndjson", "-o", file.toString());

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.err()).isEqualTo("2 converted\n");
        assertThat(Files.readAllLines(file)).hasSize(2).allMatch(line -> line.startsWith("{\"uid\":\"u-"));
        assertThat(folder).isDirectoryNotContaining("glob:**/.*");
    }

    @Test
    void aFileThatWouldLoseEventsIsNotReplacedByItself() throws Exception {
        String mixed = XML + "\n" + XML.replace("48.2", "98.2");
        Path file = Files.writeString(folder.resolve("events.xml"), mixed);

        Run run = Run.cotgw("convert", file.toString(), "-o", file.toString());

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains(file + " is left as it was").endsWith("1 converted, 1 left out\n");
        assertThat(file).hasContent(mixed);
        assertThat(folder).isDirectoryNotContaining("glob:**/.*");
    }

    @Test
    void whatWasThereIsKeptWhenNothingCanBeRead() throws Exception {
        Path out = Files.writeString(folder.resolve("out.xml"), XML);

        Run run = Run.cotgw("convert", folder.resolve("missing.json").toString(), "-o", out.toString());

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("missing.json: no such file");
        assertThat(out).hasContent(XML);
    }

    @Test
    void aLinkStaysALink() throws Exception {
        Path file = Files.writeString(folder.resolve("events.xml"), XML);
        Path link = Files.createSymbolicLink(folder.resolve("link.xml"), file);

        assertThat(Run.cotgw("convert", file.toString(), "-o", link.toString()).exit())
                .isZero();

        assertThat(link).isSymbolicLink();
        assertThat(file).hasContent(XML.replace('\'', '"'));
    }

    @Test
    void namesTheDirectoryThatIsMissing() throws Exception {
        Path file = Files.writeString(folder.resolve("events.xml"), XML);
        Path out = folder.resolve("nowhere/out.json");

        Run run = Run.cotgw("convert", file.toString(), "-o", out.toString());

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("no such directory: " + out.getParent() + "\n");
    }

    @Test
    void pipesAreRecognisedByTheirFirstBytes() throws Exception {
        String json = piped(XML, "--to", "json");
        String lines = piped(json, "--to", "ndjson");
        String geojson = piped(lines, "--to", "geojson");
        String xml = piped(geojson, "--to", "xml");

        assertThat(lines).startsWith("{\"uid\":\"u-1\"").endsWith("}\n");
        JsonNode collection = new ObjectMapper().readTree(geojson);
        assertThat(collection.path("type").asText()).isEqualTo("FeatureCollection");
        assertThat(collection.at("/features/0/properties/callsign").asText()).isEqualTo("HOPE-1");
        assertThat(collection.at("/features/0/geometry/coordinates").toString()).isEqualTo("[16.3,48.2,170]");
        assertThat(xml).contains("<__plugin a=\"1\">x<y/></__plugin>");
    }

    @Test
    void saysWhatIsLostAndWhatIsLeftOut() throws Exception {
        Path file = Files.writeString(
                folder.resolve("mixed.ndjson"),
                "{\"uid\":\"a\",\"type\":\"a-f-G\",\"point\":{\"lat\":1,\"lon\":2},\"detail\":["
                        + "{\"name\":\"z\"},{\"name\":\"contact\",\"attributes\":{\"callsign\":\"A\"}}]}\n"
                        + "{\"uid\":\"b\",\"type\":\"A\",\"point\":{\"lat\":91}}\n"
                        + "{\"type\":\"Feature\",\"geometry\":{\"type\":\"Point\",\"coordinates\":[1,2]},"
                        + "\"properties\":{\"name\":\"n\"}}\n");
        Path out = folder.resolve("out.geojson");

        Run run = Run.cotgw("convert", file.toString(), "-o", out.toString());

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err())
                .contains("mixed.ndjson:2: item 1: /point/lon: must be there")
                .contains("mixed.ndjson:2: item 1: /type \"A\": must be")
                .contains("mixed.ndjson:2: item 1: /point/lat \"91\": must be between -90 and 90")
                .contains("warning: in 1 event lost: the order of the elements in the detail")
                .contains("warning: in 1 event means nothing in an event: /properties/name")
                .endsWith("2 converted, 1 left out\n");
        assertThat(new ObjectMapper().readTree(out.toFile()).path("features")).hasSize(2);

        JsonNode document = Run.cotgw("convert", file.toString(), "-o", out.toString(), "--json")
                .json();
        assertThat(document.path("converted").asInt()).isEqualTo(2);
        assertThat(document.at("/items/0/line").asInt()).isEqualTo(2);
        assertThat(document.at("/items/0/violations")).hasSize(3);
    }

    @Test
    void whatStandsAroundEventsIsNotSaidToBeInThem() {
        String out = folder.resolve("out.ndjson").toString();

        Run run = Run.on("<events>" + XML + "hello" + XML + "</events>", "convert", "-o", out);

        assertThat(run.exit()).isZero();
        assertThat(run.err()).isEqualTo("warning: passed over 3 times: text between events\n2 converted\n");
        assertThat(Run.on("hello" + XML, "convert", "--from", "xml", "-o", out).err())
                .startsWith("warning: passed over once: text between events\n");
    }

    @Test
    void saysWhetherAnEventOrTheDocumentIsMeant() throws Exception {
        Path lines = Files.writeString(folder.resolve("bad.ndjson"), "[1]\n{\"uid\":\n");
        Path array = Files.writeString(folder.resolve("bad.json"), "[7] 8");

        Run run = Run.cotgw("convert", "--to", "xml", lines.toString(), array.toString());

        assertThat(run.err())
                .contains("bad.ndjson:1: item 0: event: must be an object")
                .contains("bad.ndjson:2: item 1: event: must be complete JSON; it is cut off")
                .contains("bad.json:1: item 0: event \"7\": must be an object")
                .contains("bad.json:1: item 1: document: must have nothing behind its end");
    }

    @Test
    void wrongUseAndFilesThatAreNotThereAreSaid() {
        assertThat(Run.on(XML, "convert").exit()).isEqualTo(2);
        assertThat(Run.on(XML, "convert", "--to", "xml", "--json").exit()).isEqualTo(2);
        Run missing = Run.cotgw(
                "convert", "nowhere.xml", "-o", folder.resolve("x.json").toString());
        assertThat(missing.exit()).isEqualTo(1);
        assertThat(missing.err()).contains("nowhere.xml: no such file");
        Run unknown = Run.on("what?", "convert", "-o", folder.resolve("x.json").toString());
        assertThat(unknown.exit()).isEqualTo(1);
        assertThat(unknown.err()).contains("--from");
    }

    private static String piped(String input, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StringWriter err = new StringWriter();
        CommandLine line =
                Cotgw.commandLine(new Cotgw(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), out));
        Cotgw.configure(line, new PrintWriter(new StringWriter()), new PrintWriter(err), Ansi.OFF);
        String[] all = new String[args.length + 1];
        all[0] = "convert";
        System.arraycopy(args, 0, all, 1, args.length);
        assertThat(line.execute(all)).as(err.toString()).isZero();
        return out.toString(StandardCharsets.UTF_8);
    }
}
