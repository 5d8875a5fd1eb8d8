package io.github.dynamosessions.it;

import java.net.URI;

/** The nodes of a cluster that serve the demo's HTTP contract, counted from 0. Safe for use by several threads. */
interface Nodes {

    int count();

    /** Where a node listens, or did before it was killed. */
    URI uri(int node);
}
