package io.github.mysqlaborted.count;

import io.github.mysqlaborted.event.Phase;
import io.github.mysqlaborted.event.Reason;

/** Places in an array for each phase and reason: counting in one costs no object. */
final class PhaseReasonIndex {

  private static final Phase[] PHASES = Phase.values();
  private static final Reason[] REASONS = Reason.values();

  /** How many there are. */
  static final int COUNT = PHASES.length * REASONS.length;

  static final int PHASE_COUNT = PHASES.length;

  private PhaseReasonIndex() {}

  @SuppressWarnings("EnumOrdinal") // Places are by ordinal within one run; saved are the names.
  static int of(Phase phase, Reason reason) {
    return phase.ordinal() * REASONS.length + reason.ordinal();
  }

  static Phase phase(int cell) {
    return PHASES[phaseIndex(cell)];
  }

  /** Below {@link #PHASE_COUNT}. */
  @SuppressWarnings("EnumOrdinal") // As above.
  static int indexOf(Phase phase) {
    return phase.ordinal();
  }

  /** Below {@link #PHASE_COUNT}. */
  static int phaseIndex(int cell) {
    return cell / REASONS.length;
  }

  static Reason reason(int cell) {
    return REASONS[cell % REASONS.length];
  }
}
