package io.github.dynamosessions.internal.option;

import java.util.Map;

/**
 * The names of options in the forms in which they were set, for messages about what they led to.
 *
 * @param forms the form of each option that was set
 * @param others the form of the others
 */
public record OptionNames(Map<String, OptionForm> forms, OptionForm others) {

    /** The name of an option. */
    public String of(String option) {
        return forms.getOrDefault(option, others).of(option);
    }
}
