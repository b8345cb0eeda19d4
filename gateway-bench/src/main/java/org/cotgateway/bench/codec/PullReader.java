package org.cotgateway.bench.codec;

import java.io.InputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads a document by StAX and asks for all values and all text, as anything that makes something of it must. */
final class PullReader {

    private final XMLInputFactory factory;

    PullReader(XMLInputFactory factory) {
        this.factory = factory;
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    }

    /** How many characters there were. */
    int read(InputStream document) throws XMLStreamException {
        XMLStreamReader xml = factory.createXMLStreamReader(document);
        int chars = 0;
        while (xml.hasNext()) {
            chars += values(xml, xml.next());
        }
        xml.close();
        return chars;
    }

    /** How many characters are in what the reader is at. */
    static int values(XMLStreamReader xml, int token) {
        int chars = 0;
        if (token == XMLStreamConstants.START_ELEMENT) {
            for (int i = 0; i < xml.getAttributeCount(); i++) {
                chars += xml.getAttributeLocalName(i).length()
                        + xml.getAttributeValue(i).length();
            }
        } else if (token == XMLStreamConstants.CHARACTERS) {
            chars += xml.getText().length();
        }
        return chars;
    }
}
