package io.github.dynamosessions.model;

/** The attributes of the modelled session. */
enum Name {
    A,
    B
}
