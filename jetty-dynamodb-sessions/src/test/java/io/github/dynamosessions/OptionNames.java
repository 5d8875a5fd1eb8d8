package io.github.dynamosessions;

import java.util.Map;
import java.util.Set;

/** The options that can be set by text, as the table in {@link OptionTexts} names them. */
final class OptionNames {

    private OptionNames() {}

    static Set<?> all() throws ReflectiveOperationException {
        var setters = OptionTexts.class.getDeclaredField("SETTERS");
        setters.setAccessible(true);
        return ((Map<?, ?>) setters.get(null)).keySet();
    }
}
