package org.cotgateway.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.cotgateway.codec.RandomEvents;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotPoint;
import org.cotgateway.testing.NodePeer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** {@code event.schema.json} describes what is written and what is read; Ajv is the judge. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EventSchemaIT {

    private static final long SEED = 2020;
    private static final ObjectMapper JSON = new ObjectMapper();

    private NodePeer ajv;
    private JsonNode schema;

    @BeforeAll
    void start() throws IOException {
        try (InputStream in = EventDocument.class.getResourceAsStream("event.schema.json")) {
            schema = JSON.readTree(Objects.requireNonNull(in));
        }
        ajv = NodePeer.start("schema.js");
        ajv.tell(schema);
    }

    @AfterAll
    void end() throws IOException {
        ajv.close();
    }

    @Test
    void itsExamplesAreValidAndRead() throws Exception {
        assertThat(schema.path("examples")).hasSize(2);
        for (JsonNode example : schema.path("examples")) {
            assertThat(judged(example).path("valid").asBoolean()).isTrue();
            assertThat(Found.in(DocumentFormat.JSON, example.toString()).event().uid())
                    .isNotEmpty();
        }
    }

    @Test
    void whatIsWrittenIsValid() throws Exception {
        RandomEvents random = new RandomEvents(SEED);
        for (int i = 0; i < 200; i++) {
            CotEvent any = random.next();
            CotEvent event = any.toBuilder()
                    .version("2.0")
                    .uid("u-" + i)
                    .type("a-f-G")
                    .how("m-g")
                    .point(new CotPoint(48, 16, any.point().hae(), 5, CotPoint.UNKNOWN))
                    .build();
            ByteBuf out = Unpooled.buffer();
            CotJsonWriter.INSTANCE.write(event, out);
            JsonNode verdict = judged(JSON.readTree(out.toString(StandardCharsets.UTF_8)));
            assertThat(verdict.path("valid").asBoolean())
                    .as("seed %s, event %s: %s", SEED, i, verdict)
                    .isTrue();
        }
    }

    @Test
    void whatItRefusesIsRefused() throws Exception {
        String good = "{'uid':'u','type':'a-f-G','point':{'lat':1,'lon':2,'hae':null},'callsign':null,'detail':[]}";
        for (String bad : List.of(
                good,
                good.replace("'uid':'u',", ""),
                good.replace("'u'", "''"),
                good.replace("'u'", "'" + "u".repeat(101) + "'"),
                good.replace("a-f-G", "A"),
                good.replace("'lat':1", "'lat':91"),
                good.replace("'lon':2", "'lon':'2'"),
                good.replace("'lon':2,", ""),
                good.replace("'lon':2", "'lon':2,'x':1"),
                good.replace("'hae':null", "'ce':-1"),
                good.replace("'callsign':null", "'calsign':'c'"),
                good.replace("'callsign':null", "'course':'north'"),
                good.replace("'callsign':null", "'course':-361"),
                good.replace("'callsign':null", "'course':361"),
                good.replace("'callsign':null", "'speed':-1"),
                good.replace("'callsign':null", "'how':'M'"),
                good.replace("'callsign':null", "'version':'two'"),
                good.replace("[]", "{}"),
                good.replace("[]", "[{}]"),
                good.replace("[]", "[{'name':'n','y':1}]"),
                good.replace("[]", "[{'name':'n','attributes':[]}]"),
                good.replace("[]", "[{'name':'n','attributes':{'a':{}}}]"),
                good.replace("[]", "[{'name':'n','children':[5]}]"),
                good.replace("[]", "[{'name':'n','text':[]}]"))) {
            String json = bad.replace('\'', '"');
            boolean isValid = judged(JSON.readTree(json)).path("valid").asBoolean();
            assertThat(isValid).as(json).isEqualTo(bad.equals(good));
            assertThat(Found.in(DocumentFormat.JSON, json).rejected().isEmpty())
                    .as(json)
                    .isEqualTo(isValid);
        }
    }

    private JsonNode judged(JsonNode document) throws IOException, InterruptedException {
        ajv.tell(document);
        return ajv.next();
    }
}
