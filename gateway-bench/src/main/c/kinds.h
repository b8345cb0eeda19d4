/*
 * Licensed under the Apache License, Version 2.0; see LICENSE at the top of the project.
 *
 * What ATAK clients and sensors send, kind by kind: what stands in the event before the last element of its detail. From event
 * to event the first digits behind "drive-", "UNIT-", "lat=\"48." and "lon=\"11." change, and the event's own times.
 */
#ifndef KINDS_H
#define KINDS_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct event_kind {
    const char *name;
    /* Whether the unit speaks of itself, and may say how it is reached. */
    bool is_own;
    /* Whether it may overtake others that wait, as chat does at the gateway. */
    bool urgent;
    const char *head;
};

#define EVENT_TIME "2000-01-01T00:00:00.000Z"
#define EVENT_TIMES " time=\"" EVENT_TIME "\" start=\"" EVENT_TIME "\" stale=\"" EVENT_TIME "\""
#define EVENT_POINT "<point lat=\"48.000000\" lon=\"11.000000\" hae=\"519.32\" ce=\"4.9\" le=\"9999999\"/>"
#define CORNERS(km)                                                                                               \
    "<link point=\"48.1" km "71205,11.5" km "3318,519.2\"/><link point=\"48.1" km "72819,11.5" km "4406,518.7\"/>" \
    "<link point=\"48.1" km "74402,11.5" km "4981,518.1\"/><link point=\"48.1" km "75570,11.5" km "5527,517.9\"/>" \
    "<link point=\"48.1" km "77031,11.5" km "6216,517.0\"/><link point=\"48.1" km "78893,11.5" km "7104,516.4\"/>"

static const struct event_kind KINDS[] = {
    {"position", true, false,
     "<event version=\"2.0\" uid=\"drive-00000000\" type=\"a-f-G-U-C\" how=\"m-g\"" EVENT_TIMES ">" EVENT_POINT
     "<detail><contact callsign=\"UNIT-00000000\"/><__group name=\"Dark Green\" role=\"Team Member\"/>"
     "<status battery=\"87\"/><track speed=\"1.3871\" course=\"274.0528\"/>"
     "<remarks>On the way to checkpoint 4, next report there</remarks>"},
    {"track", false, false,
     "<event version=\"2.0\" uid=\"drive-00000000\" type=\"a-u-A-M-F-Q\" how=\"m-r\"" EVENT_TIMES ">" EVENT_POINT
     "<detail><track speed=\"17.25\" course=\"88.5\"/>"},
    {"marker", false, false,
     "<event version=\"2.0\" uid=\"drive-00000000\" type=\"a-h-G-E-V-A\" how=\"h-g-i-g-o\"" EVENT_TIMES ">" EVENT_POINT
     "<detail><status readiness=\"true\"/><archive/>"
     "<link uid=\"ANDROID-352648100000001\" production_time=\"" EVENT_TIME "\" type=\"a-f-G-U-C\""
     " parent_callsign=\"LEAD\" relation=\"p-p\"/><contact callsign=\"UNIT-00000000\"/>"
     "<remarks>Two vehicles &amp; some on foot, seen from the bridge, moving north</remarks><color argb=\"-65536\"/>"
     "<precisionlocation altsrc=\"DTED0\" geopointsrc=\"USER\"/>"
     "<usericon iconsetpath=\"COT_MAPPING_2525C/a-h/a-h-G-E-V-A\"/>"},
    {"chat", false, true,
     "<event version=\"2.0\" uid=\"GeoChat.ANDROID-352648100000001.All Chat Rooms.drive-00000000\""
     " type=\"b-t-f\" how=\"h-g-i-g-o\"" EVENT_TIMES ">" EVENT_POINT
     "<detail><__chat parent=\"RootContactGroup\" groupOwner=\"false\" messageId=\"drive-00000000\""
     " chatroom=\"All Chat Rooms\" id=\"All Chat Rooms\" senderCallsign=\"UNIT-00000000\">"
     "<chatgrp uid0=\"ANDROID-352648100000001\" uid1=\"All Chat Rooms\" id=\"All Chat Rooms\"/></__chat>"
     "<link uid=\"ANDROID-352648100000001\" type=\"a-f-G-U-C\" relation=\"p-p\"/>"
     "<remarks source=\"BAO.F.ATAK.ANDROID-352648100000001\" to=\"All Chat Rooms\" time=\"" EVENT_TIME "\">"
     "Bridge is clear, next report from the checkpoint in ten minutes</remarks>"},
    {"drawing", false, false,
     "<event version=\"2.0\" uid=\"drive-00000000\" type=\"u-d-f\" how=\"h-e\"" EVENT_TIMES ">" EVENT_POINT
     "<detail>" CORNERS("0") CORNERS("1") CORNERS("2") CORNERS("3") CORNERS("4") CORNERS("5") CORNERS("6")
     "<strokeColor value=\"-1\"/><strokeWeight value=\"3.0\"/><fillColor value=\"-1761607681\"/>"
     "<contact callsign=\"UNIT-00000000\"/><remarks>Not to be entered before it was searched</remarks><archive/>"
     "<labels_on value=\"true\"/>"}};

enum { KIND_COUNT = sizeof KINDS / sizeof KINDS[0] };

static inline const struct event_kind *event_kind(const char *name) {
    for (int i = 0; i < KIND_COUNT; i++) {
        if (strcmp(KINDS[i].name, name) == 0) {
            return &KINDS[i];
        }
    }
    fprintf(stderr, "%s is no kind of event\n", name);
    exit(2);
}

#endif
