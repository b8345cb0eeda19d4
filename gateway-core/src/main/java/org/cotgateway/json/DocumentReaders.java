package org.cotgateway.json;

import org.cotgateway.codec.CotXmlReader;
import org.cotgateway.codec.EventIntake;
import org.cotgateway.codec.XmlLimits;
import org.jspecify.annotations.Nullable;

/**
 * Opens one document after the other with the same readers, for whoever has many short ones: a reader takes longer to make than
 * an event to be read. Documents may be open at the same time. Not thread-safe: one for each event loop; and a sink must not
 * feed another document of the same readers.
 */
public final class DocumentReaders {

    private final DocumentSettings settings;
    private @Nullable ItemReader events;
    private @Nullable ItemReader features;
    private @Nullable ItemReader both;
    private @Nullable CotXmlReader xml;
    private @Nullable EventIntake intake;

    public DocumentReaders(DocumentSettings settings) {
        this.settings = settings;
    }

    /** Begins to read a document, to be closed by the caller. */
    public EventDocument open(DocumentFormat format, EventItems items) {
        return switch (format) {
            case XML -> new XmlDocument(items, settings, this);
            case JSON -> JsonDocument.ofEvents(events(), items, settings);
            case GEOJSON -> JsonDocument.ofFeatures(features(), items, settings);
            case NDJSON -> new LinesDocument(both(), items, settings);
        };
    }

    private ItemReader events() {
        if (events == null) {
            events = JsonItemReader.ofEvents(settings);
        }
        return events;
    }

    private ItemReader features() {
        if (features == null) {
            features = JsonItemReader.ofFeatures(settings);
        }
        return features;
    }

    private ItemReader both() {
        if (both == null) {
            both = JsonItemReader.ofBoth(settings);
        }
        return both;
    }

    CotXmlReader xml() {
        if (xml == null) {
            xml = new CotXmlReader(limits());
        }
        return xml;
    }

    /** What reads long documents of XML fast; null while there is none and so few events have come that none is worth it. */
    @Nullable
    EventIntake intake(boolean isWorthIt) {
        if (intake == null && isWorthIt) {
            intake = new EventIntake(limits());
        }
        return intake;
    }

    private XmlLimits limits() {
        XmlLimits usual = XmlLimits.DEFAULT;
        return new XmlLimits(
                settings.maxItemBytes(),
                settings.maxDepth(),
                usual.maxAttributes(),
                usual.maxNameChars(),
                settings.maxItemBytes());
    }
}
