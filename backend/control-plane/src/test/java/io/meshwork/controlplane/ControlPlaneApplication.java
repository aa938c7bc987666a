package io.meshwork.controlplane;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The control plane alone, as a program for tests. */
@SpringBootApplication
public class ControlPlaneApplication {}
