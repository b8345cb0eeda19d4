/**
 * Events with their timing in a file: the format and its writer, readers for it and for plain XML, and the clock work that
 * plays them again. Reading and writing block and belong on threads of their own; {@link
 * org.cotgateway.recording.Replay} belongs on the event loop.
 *
 * <pre>
 *   file ─→ RecordingReader ─→ ReplayTimeline ─→ ReadAhead ═ bounded ═→ Replay ─→ who sends
 *           (a recording,      (passes, one      (a thread)            (the loop's timer)
 *            or plain XML)      after another)
 * </pre>
 *
 * <p>May import: event, codec, transport, Jackson, Netty's buffers and event loop.
 */
@NullMarked
package org.cotgateway.recording;

import org.jspecify.annotations.NullMarked;
