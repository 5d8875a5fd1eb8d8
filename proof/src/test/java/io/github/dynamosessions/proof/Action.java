package io.github.dynamosessions.proof;

import java.time.Duration;
import java.util.List;

/** What a client does, or a node by itself. */
enum Action {
    TOUCH("/read?name=a,b,user"),
    SET("/set?name=a&value="),
    SET_ANOTHER("/set?name=b&value="),
    REMOVE("/remove?name=a"),
    LOGIN("/login?value="),
    LOGOUT("/logout"),
    /** A request of a client that was idle for too long, as its node sees it. */
    EXPIRE("/read?name=a,b,user"),
    SCAVENGE(""),
    READ_BIG("/read?name=big"),
    REPLACE_BIG("/replace?name=big&value="),
    STOP(""),

    /** As many attributes as make the next write drop their versions. */
    SET_MANY("/many"),
    LOWER_TIMEOUT("/timeout?value=1200"),
    RAISE_TIMEOUT("/timeout?value=3600"),
    CREATE_AND_LOGOUT(""),

    /** So soon after the last access that no times are written. */
    SET_SOON("/set?name=a&value=");

    /** Those of which all combinations are searched. */
    static final List<Action> COMBINED =
            List.of(TOUCH, SET, SET_ANOTHER, REMOVE, LOGIN, LOGOUT, EXPIRE, SCAVENGE, READ_BIG, REPLACE_BIG, STOP);

    static final Duration LOWERED = Duration.ofMinutes(20);
    static final Duration RAISED = Duration.ofMinutes(60);

    private final String page;

    Action(String page) {
        this.page = page;
    }

    /** The page that a request asks for; what it sets names the request. */
    String page(int request) {
        return page.endsWith("value=") ? page + "by" + request : page;
    }

    /** The attribute that it writes; empty if none. */
    String writes() {
        return switch (this) {
            case SET, SET_SOON, REMOVE -> "a";
            case SET_ANOTHER -> "b";
            case LOGIN -> "user";
            case REPLACE_BIG -> "big";
            default -> "";
        };
    }

    /** The value that it writes; null if it removes it. */
    String written(int request) {
        return this == REMOVE ? null : "by" + request;
    }

    boolean reads(String attribute) {
        return switch (this) {
            case TOUCH, EXPIRE -> !attribute.equals("big");
            case READ_BIG -> attribute.equals("big");
            default -> false;
        };
    }

    boolean mayEnd() {
        return this == LOGOUT || this == CREATE_AND_LOGOUT || this == EXPIRE || this == SCAVENGE;
    }

    /** How far the clock of its node has come since the session was created. */
    Duration time() {
        return switch (this) {
            case EXPIRE, SCAVENGE -> Node.AFTER_EXPIRY;
            case SET_SOON -> Duration.ZERO;
            default -> Node.BEFORE_EXPIRY;
        };
    }
}
