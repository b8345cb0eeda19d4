package org.cotgateway.api.packages;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.cotgateway.api.JsonAnswer;
import org.cotgateway.datapackage.FetchRecord;
import org.cotgateway.datapackage.PackageManifest;
import org.cotgateway.datapackage.StoredPackage;
import org.cotgateway.datapackage.Submission;
import org.jspecify.annotations.Nullable;

/** Packages in JSON. Field names are part of the interface. */
final class PackageJson {

    private PackageJson() {}

    /** The fields of a package that need no look into it. */
    static void fields(JsonGenerator json, StoredPackage stored, @Nullable Submission submission) throws IOException {
        json.writeStringField("sha256", stored.sha256());
        json.writeStringField("fileName", stored.fileName());
        json.writeNumberField("sizeBytes", stored.sizeBytes());
        json.writeStringField("url", stored.urlPath());
        json.writeFieldName("uploaded");
        if (submission == null) {
            json.writeNull();
        } else {
            json.writeStartObject();
            json.writeStringField("name", submission.name());
            json.writeStringField("creatorUid", submission.creatorUid());
            json.writeStringField("address", submission.address());
            JsonAnswer.time(json, "at", submission.at());
            json.writeBooleanField("public", submission.isPublic());
            json.writeEndObject();
        }
    }

    static void contents(JsonGenerator json, PackageManifest manifest) throws IOException {
        json.writeStringField("uid", manifest.uid());
        json.writeStringField("name", manifest.name());
        json.writeFieldName("configuration");
        texts(json, manifest.configuration());
        json.writeArrayFieldStart("contents");
        for (PackageManifest.Content content : manifest.contents()) {
            json.writeStartObject();
            json.writeStringField("zipEntry", content.zipEntry());
            json.writeBooleanField("ignored", content.ignored());
            json.writeBooleanField("isCot", content.isCot());
            json.writeFieldName("parameters");
            texts(json, content.parameters());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    static void fetches(JsonGenerator json, List<FetchRecord> records) throws IOException {
        json.writeArrayFieldStart("fetches");
        for (FetchRecord record : records) {
            json.writeStartObject();
            json.writeStringField("address", record.address());
            json.writeStringField("receiver", record.receiver());
            json.writeNumberField("started", record.started());
            json.writeNumberField("completed", record.completed());
            json.writeNumberField("aborted", record.aborted());
            json.writeNumberField("bytes", record.bytes());
            JsonAnswer.time(json, "first", record.first());
            JsonAnswer.time(json, "last", record.last());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void texts(JsonGenerator json, Map<String, String> texts) throws IOException {
        json.writeStartObject();
        for (Map.Entry<String, String> text : texts.entrySet()) {
            json.writeStringField(text.getKey(), text.getValue());
        }
        json.writeEndObject();
    }
}
