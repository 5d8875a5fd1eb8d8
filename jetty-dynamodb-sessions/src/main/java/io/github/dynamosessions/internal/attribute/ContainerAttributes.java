package io.github.dynamosessions.internal.attribute;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The attributes that Jetty itself puts into sessions: what its authenticators know of a login. The application neither chooses
 * their classes nor sets them again after a change.
 */
public final class ContainerAttributes {

    /** Of every environment: a name is that of a constant or of a class. */
    private static final String NAMES = "org.eclipse.jetty.";

    /** Jetty gets these, changes them, and does not set them. */
    private static final Set<String> CHANGED_IN_PLACE = Set.of(
            "org.eclipse.jetty.security.openid.csrf_map",
            "org.eclipse.jetty.security.MultiAuthenticator$MultiAuthState.AuthState");

    /** Of their values: the classes of Jetty, and what these and the claims of an identity provider consist of. */
    private static final List<String> CLASSES = List.of(
            "org.eclipse.jetty.security.**",
            "org.eclipse.jetty.ee8.security.**",
            "org.eclipse.jetty.ee9.security.**",
            "org.eclipse.jetty.http.HttpURI$Immutable",
            "org.eclipse.jetty.http.UriCompliance$Violation",
            "org.eclipse.jetty.util.Fields",
            "org.eclipse.jetty.util.MultiMap",
            StoredFields.class.getName(),
            "java.lang.Boolean",
            "java.lang.Class",
            "java.lang.Double",
            "java.lang.Enum",
            "java.lang.Integer",
            "java.lang.Long",
            "java.lang.Number",
            "java.lang.Object",
            "java.lang.String",
            "java.util.ArrayList",
            "java.util.EnumSet",
            "java.util.EnumSet$SerializationProxy",
            "java.util.HashMap",
            "java.util.LinkedHashMap",
            "java.util.Map$Entry",
            "java.util.RegularEnumSet",
            "java.util.Collections$*");

    private ContainerAttributes() {}

    /** Whether an attribute of this name is one of them. */
    static boolean contain(String name) {
        return name.startsWith(NAMES);
    }

    /** Whether Jetty changes the value of this attribute without setting it. */
    public static boolean isChangedInPlace(String name) {
        return CHANGED_IN_PLACE.contains(name);
    }

    /** An allow-list that lets their values through too. */
    static List<String> allowedBeside(List<String> patterns) {
        return Stream.concat(CLASSES.stream(), patterns.stream()).toList();
    }
}
