package io.meshwork.console.shell;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/** Leaves out the whole user interface when {@code mesh.console.enabled=false}. */
public final class ConsoleSwitch implements AutoConfigurationImportFilter, EnvironmentAware {
  /** Whether there is a console; on unless set. */
  static final String ENABLED = "mesh.console.enabled";

  private boolean enabled = true;

  @Override
  public void setEnvironment(Environment environment) {
    enabled = environment.getProperty(ENABLED, Boolean.class, true);
  }

  @Override
  public boolean[] match(@Nullable String[] names, AutoConfigurationMetadata metadata) {
    boolean[] kept = new boolean[names.length];
    for (int i = 0; i < names.length; i++) {
      String name = names[i];
      kept[i] = enabled || name == null || !name.startsWith("com.vaadin.");
    }
    return kept;
  }
}
