package io.meshwork.controlplane.web;

import io.meshwork.model.ErrorCode;
import java.util.Map;

/**
 * Which HTTP status a module's error codes get: a bean of each module that owns codes. A code in
 * none gets what its type suggests: USER 422, EXTERNAL 502, CAPACITY 503, INTERNAL 500.
 */
public record StatusMapping(Map<? extends ErrorCode, Integer> statuses) {
  /** Copies the map. */
  public StatusMapping {
    statuses = Map.copyOf(statuses);
  }
}
