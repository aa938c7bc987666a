package io.meshwork.model;

/**
 * One fault of a document.
 *
 * @param pointer RFC 6901 JSON pointer to the faulty place, {@code ""} for the whole document
 * @param message what is wrong there, the limit and the remedy
 */
public record Violation(String pointer, String message) {}
