package io.meshwork.controlplane;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

class ModulesTests {
  @Test
  void modulesUseOnlyWhatOthersOfferAndFormNoCycle() {
    ApplicationModules.of(ControlPlaneApplication.class).verify();
  }
}
