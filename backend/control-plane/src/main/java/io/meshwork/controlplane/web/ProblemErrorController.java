package io.meshwork.controlplane.web;

import io.meshwork.model.ErrorCode;
import io.meshwork.model.MeshException;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/** Answers what fails before a controller is found, such as an address that is refused. */
@Hidden
@Controller
class ProblemErrorController implements ErrorController {
  private final Problems problems;

  ProblemErrorController(Problems problems) {
    this.problems = problems;
  }

  @RequestMapping("/error")
  void error(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    ErrorCode code =
        HttpFaults.code(
            status instanceof Integer number && HttpStatus.resolve(number) != null
                ? HttpStatus.valueOf(number)
                : HttpStatus.NOT_FOUND);
    problems.write(new MeshException(code, HttpFaults.detail(code, request)), request, response);
  }
}
