package org.cotgateway.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CotElementTest {

    private static final CotAttribute FIRST = new CotAttribute("callsign", "ALPHA");
    private static final CotAttribute SECOND = new CotAttribute("phone", "+43 1");
    private static final CotNode CHILD = CotElement.named("child").build();
    private static final CotNode TEXT = new CotText("text");

    @Test
    void holdsWhatItWasGivenInItsOrder() {
        CotElement element = new CotElement("contact", List.of(FIRST, SECOND), List.of(TEXT, CHILD));

        assertThat(element.name()).isEqualTo("contact");
        assertThat(element.attributes()).containsExactly(FIRST, SECOND);
        assertThat(element.attributeCount()).isEqualTo(2);
        assertThat(element.attributeAt(0)).isSameAs(FIRST);
        assertThat(element.attributeAt(1)).isSameAs(SECOND);
        assertThat(element.children()).containsExactly(TEXT, CHILD);
        assertThat(element.childCount()).isEqualTo(2);
        assertThat(element.childAt(0)).isSameAs(TEXT);
        assertThat(element.childAt(1)).isSameAs(CHILD);
    }

    @Test
    void isTheSameWhateverHappensToTheListsThatItWasMadeOf() {
        List<CotAttribute> attributes = new ArrayList<>(List.of(FIRST));
        List<CotNode> children = new ArrayList<>(List.of(CHILD));
        CotElement element = new CotElement("a", attributes, children);

        attributes.set(0, SECOND);
        children.clear();

        assertThat(element).isEqualTo(new CotElement("a", List.of(FIRST), List.of(CHILD)));
        assertThatThrownBy(() -> element.attributes().set(0, SECOND)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> element.children().remove(0)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void takesNoNulls() {
        assertThatThrownBy(() -> new CotElement("a", Arrays.asList(FIRST, null), List.of()))
                .isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> new CotElement("a", List.of(), Arrays.asList(CHILD, null)))
                .isInstanceOf(NullPointerException.class);
    }

    @Test
    void isEqualToOneThatSaysTheSame() {
        CotElement element = new CotElement("a", List.of(FIRST), List.of(TEXT));
        CotElement same = CotElement.named("a")
                .attribute("callsign", "ALPHA")
                .text("text")
                .build();

        assertThat(CotElement.of("a", FIRST, SECOND)).isEqualTo(new CotElement("a", List.of(FIRST, SECOND), List.of()));
        assertThat(CotElement.ofText("a", "text")).isEqualTo(new CotElement("a", List.of(), List.of(TEXT)));
        assertThat(CotElement.ofText("a", "")).isEqualTo(new CotElement("a", List.of(), List.of()));
        assertThat(element).isEqualTo(same).hasSameHashCodeAs(same).hasToString(same.toString());
        assertThat(element)
                .isNotEqualTo(new CotElement("b", List.of(FIRST), List.of(TEXT)))
                .isNotEqualTo(new CotElement("a", List.of(SECOND), List.of(TEXT)))
                .isNotEqualTo(new CotElement("a", List.of(FIRST), List.of(CHILD)))
                .isNotEqualTo(new CotElement("a", List.of(), List.of(TEXT)))
                .hasToString("CotElement[name=a, attributes=[CotAttribute[name=callsign, value=ALPHA]],"
                        + " children=[CotText[text=text]]]");
        assertThat(new CotDetail(List.of(element)).toElement())
                .isEqualTo(CotElement.named("detail").child(element).build());
        assertThat(new CotDetail(List.of(element)))
                .isEqualTo(CotDetail.of(same))
                .hasSameHashCodeAs(CotDetail.of(same))
                .isNotEqualTo(CotDetail.EMPTY)
                .hasToString("CotDetail[nodes=[" + element + "]]");
    }

    @Test
    void attributesAreEqualWhetherAnybodyLookedAtThemOrNot() {
        CotAttribute looked = new CotAttribute("callsign", "ALPHA");

        assertThat(looked.isPlain()).isTrue();
        assertThat(looked).isEqualTo(FIRST).hasSameHashCodeAs(FIRST).isNotEqualTo(SECOND);
        assertThat(looked)
                .isNotEqualTo(new CotAttribute("callsign", "BRAVO"))
                .isNotEqualTo(new CotAttribute("name", "ALPHA"));
        assertThat(new CotText("text")).isEqualTo(TEXT).hasSameHashCodeAs(TEXT).isNotEqualTo(new CotText("texts"));
    }

    /** The second time what the first one found is told. */
    @Test
    void plainIsWhatStandsInADocumentAsItIs() {
        for (int c = 0; c <= 0xffff; c++) {
            String text = "ab" + (char) c + "cd";
            CotAttribute attribute = new CotAttribute("a", text);
            boolean plain = c >= ' ' && c <= '~' && "&<>\"'".indexOf(c) < 0;

            assertThat(attribute.isPlain()).as("U+%04X", c).isEqualTo(plain);
            assertThat(attribute.isPlain()).as("U+%04X again", c).isEqualTo(plain);
            assertThat(new CotText(text).isPlain()).as("U+%04X as text", c).isEqualTo(plain);
        }
        assertThat(new CotAttribute("a", "").isPlain()).isTrue();
    }
}
