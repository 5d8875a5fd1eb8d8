package io.github.dynamosessions.it;

/**
 * What arrived at the proxy.
 *
 * @param operation such as {@code GetItem}, empty if the request named none
 * @param body the JSON as the client sent it, where binary values are in Base64
 */
record ProxiedCall(String operation, String body) {}
