package io.meshwork.local;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Where the development world keeps everything: {@code .mesh} in the checkout, for its owner only.
 *
 * @param path the directory itself
 */
record WorldDirectory(Path path) {
  WorldDirectory {
    path = path.toAbsolutePath().normalize();
  }

  /** Makes the directory and what is always in it. */
  WorldDirectory made() throws IOException {
    for (Path part : new Path[] {path, path.resolve("run"), path.resolve("log"), cds()}) {
      PrivateFiles.directory(part);
    }
    return this;
  }

  Path pidFile(String process) {
    return path.resolve("run").resolve(process + ".pid");
  }

  Path log(String process) {
    return path.resolve("log").resolve(process + ".log");
  }

  /** What a process keeps over restarts. */
  Path data(String process) {
    return path.resolve(process);
  }

  /** Archives of loaded classes, which halve the start of a JVM. */
  Path cds() {
    return path.resolve("cds");
  }

  /** Written by the build: what a program's JVM loads classes from. */
  Path classPath(String program) {
    return path.resolve("build").resolve(program + ".classpath");
  }

  Path ports() {
    return path.resolve("ports.properties");
  }

  Path file(String name) {
    return path.resolve(name);
  }
}
