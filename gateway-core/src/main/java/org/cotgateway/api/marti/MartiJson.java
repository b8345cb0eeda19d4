package org.cotgateway.api.marti;

import com.fasterxml.jackson.core.JsonGenerator;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import org.cotgateway.api.JsonAnswer;
import org.cotgateway.datapackage.StoredPackage;
import org.cotgateway.datapackage.Submission;
import org.cotgateway.http.Exchange;
import org.jspecify.annotations.Nullable;

/** The documents of TAK Server's interface, with the fields that TAK Server 5 gives them. */
final class MartiJson {

    private static final String API_VERSION = "3";
    private static final String NOBODY = "anonymous";

    private final MartiIdentity server;

    MartiJson(MartiIdentity server) {
        this.server = server;
    }

    /** Answers with data in the envelope that most answers have. */
    void send(Exchange exchange, String type, JsonAnswer.Writer data) {
        JsonAnswer.send(exchange, HttpResponseStatus.OK, json -> {
            json.writeStartObject();
            json.writeStringField("version", API_VERSION);
            json.writeStringField("type", type);
            json.writeFieldName("data");
            data.write(json);
            json.writeStringField("nodeId", server.nodeId());
            json.writeEndObject();
        });
    }

    void config(JsonGenerator json, String hostname) throws IOException {
        json.writeStartObject();
        json.writeStringField("version", server.version());
        json.writeStringField("api", API_VERSION);
        json.writeStringField("hostname", hostname);
        json.writeEndObject();
    }

    /** The one group that there is for those whose groups are not known. */
    static void groups(JsonGenerator json, LocalDate created) throws IOException {
        json.writeStartArray();
        for (String direction : List.of("IN", "OUT")) {
            json.writeStartObject();
            json.writeStringField("name", "__ANON__");
            json.writeStringField("direction", direction);
            json.writeStringField("created", created.toString());
            json.writeStringField("type", "SYSTEM");
            json.writeNumberField("bitpos", 2);
            json.writeBooleanField("active", true);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    static void endPoints(JsonGenerator json, List<MartiContact> contacts) throws IOException {
        json.writeStartArray();
        for (MartiContact contact : contacts) {
            json.writeStartObject();
            json.writeStringField("callsign", text(contact.callsign()));
            json.writeStringField("uid", contact.uid());
            json.writeStringField("username", contact.username() == null ? NOBODY : contact.username());
            json.writeStringField("team", text(contact.team()));
            json.writeStringField("role", text(contact.role()));
            JsonAnswer.time(json, "lastEventTime", contact.lastHeard());
            json.writeStringField("lastStatus", "Connected");
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    static void contacts(JsonGenerator json, List<MartiContact> contacts) throws IOException {
        json.writeStartArray();
        for (MartiContact contact : contacts) {
            json.writeStartObject();
            json.writeNullField("filterGroups");
            json.writeStringField("notes", text(contact.username()));
            json.writeStringField("callsign", text(contact.callsign()));
            json.writeStringField("team", text(contact.team()));
            json.writeStringField("role", text(contact.role()));
            json.writeStringField("takv", text(contact.takv()));
            json.writeStringField("uid", contact.uid());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    static void searchResult(JsonGenerator json, StoredPackage stored, Submission submission, String name)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("UID", stored.sha256());
        json.writeStringField("Name", name);
        json.writeStringField("Hash", stored.sha256());
        // A number in a text, which clients only hand back.
        json.writeStringField("PrimaryKey", String.valueOf(Integer.parseInt(stored.sha256(), 0, 7, 16)));
        JsonAnswer.time(json, "SubmissionDateTime", submission.at());
        json.writeStringField("SubmissionUser", NOBODY);
        json.writeStringField("CreatorUid", text(submission.creatorUid()));
        json.writeArrayFieldStart("Keywords");
        json.writeString(PackageSync.KEYWORD);
        json.writeEndArray();
        json.writeStringField("MIMEType", "application/x-zip-compressed");
        json.writeNumberField("Size", stored.sizeBytes());
        json.writeStringField("Tool", submission.isPublic() ? PackageSync.PUBLIC : PackageSync.PRIVATE);
        json.writeEndObject();
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
