package io.meshwork.model.pattern;

import io.meshwork.model.JsonText;

/**
 * A checked event pattern: EventBridge's dialect over any JSON object. Made by the pattern compiler
 * only.
 *
 * @param source as its author wrote it
 * @param root its meaning
 */
public record EventPattern(JsonText source, PatternObject root) {}
