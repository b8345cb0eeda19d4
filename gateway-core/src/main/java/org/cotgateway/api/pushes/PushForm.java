package org.cotgateway.api.pushes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.cotgateway.api.DurationText;
import org.cotgateway.api.IgnoredFields;
import org.cotgateway.api.upload.Form;
import org.cotgateway.api.upload.PartHead;
import org.cotgateway.api.upload.UploadedFile;
import org.cotgateway.channel.Endpoint;
import org.cotgateway.datapackage.Attachment;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.Violation;
import org.cotgateway.hub.Publisher;
import org.cotgateway.push.Milestone;
import org.cotgateway.push.PushRequest;
import org.cotgateway.push.PushStyle;
import org.jspecify.annotations.Nullable;

/** Reads the form of a push and finds everything that is wrong with it. Used once, by a worker. */
final class PushForm {

    private static final String ATTACHMENT = "attachment";
    private static final String EVENT = "event";
    private static final String TO = "to";
    private static final String GROUP = "group";
    private static final Set<String> ONCE = Set.of(EVENT, "style", "deadline", "name", "await", "contactPort");
    private static final Duration LONGEST = Duration.ofDays(1);

    private final Form form;
    private final List<Violation> violations = new ArrayList<>();
    private final IgnoredFields ignored = new IgnoredFields();

    private PushForm(Form form) {
        this.form = form;
    }

    /**
     * What a form asks for.
     *
     * @param request without the members of the groups; null if there is no event in it that can be read
     * @param groups to whose members it goes, too
     * @param violations all that is wrong
     * @param ignored what its event says that means nothing in an event
     */
    record Reading(
            @Nullable PushRequest request, Set<String> groups, List<Violation> violations, IgnoredFields ignored) {}

    /** Whether a part is a file to attach: by its name, or as a file of any name that means nothing else. */
    static boolean isAttachment(PartHead part) {
        return part.name().equals(ATTACHMENT) || part.fileName() != null && !isField(part.name());
    }

    private static boolean isField(String name) {
        return ONCE.contains(name) || name.equals(TO) || name.equals(GROUP);
    }

    static Reading read(Form form) {
        PushForm reader = new PushForm(form);
        PushRequest request = reader.request();
        Set<String> groups = new LinkedHashSet<>(form.texts(GROUP));
        reader.violations.addAll(Publisher.check(groups));
        return new Reading(request, groups, List.copyOf(reader.violations), reader.ignored);
    }

    private @Nullable PushRequest request() {
        checkNames();
        CotEvent event = event();
        List<Endpoint> endpoints = endpoints();
        List<Attachment> attachments = attachments();
        PushStyle style =
                one("style", PushStyle.TRANSFER, text -> constant(PushStyle.class, text), "transfer or inline");
        Duration deadline = one(
                "deadline",
                Duration.ofSeconds(60),
                PushForm::deadline,
                "a time such as 60s or PT1M, more than 0 and at most a day");
        Milestone awaited =
                one("await", null, text -> constant(Milestone.class, text), "sent, fetched or acknowledged");
        Integer port =
                one("contactPort", PushRequest.DEFAULT_CONTACT_PORT, PushForm::port, "a port between 1 and 65535");
        String name = one("name", null, text -> text.isBlank() ? null : text, "a text that is not blank");
        if (form.texts(TO).isEmpty() && form.texts(GROUP).isEmpty()) {
            violations.add(Violation.of(TO, null, "is missing, and so is group: to whom?"));
        }
        if (event == null) {
            return null;
        }
        return new PushRequest(
                event,
                attachments,
                name,
                Objects.requireNonNull(style),
                endpoints,
                awaited,
                Objects.requireNonNull(deadline),
                Objects.requireNonNull(port));
    }

    private void checkNames() {
        for (Form.Field field : form.fields()) {
            String name = field.head().name();
            if (!isField(name)) {
                violations.add(Violation.of(name, null, "is no field of a push"));
            } else if (!name.equals(EVENT) && !field.isText()) {
                violations.add(Violation.of(name, field.text(), "must be in UTF-8"));
            }
        }
        for (String name : ONCE.stream().sorted().toList()) {
            if (form.texts(name).size() > 1) {
                violations.add(Violation.of(name, null, "must be given once"));
            }
        }
    }

    private @Nullable CotEvent event() {
        Form.Field field = form.field(EVENT);
        if (field == null) {
            violations.add(Violation.of(EVENT, null, "is missing"));
            return null;
        }
        return OneEvent.read(field, violations, ignored);
    }

    private List<Endpoint> endpoints() {
        List<Endpoint> endpoints = new ArrayList<>();
        for (String text : form.texts(TO)) {
            List<Violation> wrong = Endpoint.check(text);
            if (wrong.isEmpty()) {
                endpoints.add(Endpoint.parse(text));
            }
            wrong.forEach(each -> violations.add(Violation.of(TO + " " + each.field(), text, each.rule())));
        }
        return endpoints;
    }

    private List<Attachment> attachments() {
        List<Attachment> attachments = new ArrayList<>();
        for (UploadedFile file : form.files()) {
            String name = file.fileName() == null || file.fileName().isBlank() ? ATTACHMENT : file.fileName();
            if (file.sizeBytes() == 0) {
                violations.add(Violation.of(file.field(), name, "must not be empty"));
            }
            attachments.add(new Attachment(file.path(), name));
        }
        return attachments;
    }

    /** The field's value, or the usual one if it is not given or no good. */
    private <T> @Nullable T one(String name, @Nullable T usual, Function<String, @Nullable T> reader, String what) {
        List<String> texts = form.texts(name);
        if (texts.isEmpty()) {
            return usual;
        }
        T value = reader.apply(texts.get(0).strip());
        if (value == null) {
            violations.add(Violation.of(name, texts.get(0), "must be " + what));
            return usual;
        }
        return value;
    }

    private static @Nullable Duration deadline(String text) {
        return DurationText.read(text)
                .filter(deadline -> deadline.compareTo(Duration.ZERO) > 0 && deadline.compareTo(LONGEST) <= 0)
                .orElse(null);
    }

    private static @Nullable Integer port(String text) {
        try {
            int port = Integer.parseInt(text);
            return port >= 1 && port <= 65_535 ? port : null;
        } catch (NumberFormatException none) {
            return null;
        }
    }

    private static <E extends Enum<E>> @Nullable E constant(Class<E> type, String text) {
        try {
            return Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException none) {
            return null;
        }
    }
}
