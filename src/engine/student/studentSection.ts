import { basename } from 'node:path';
import { type StudentProjection, type StudentTerms, studentVerdict } from '../../core/profiling/studentProjection.ts';
import type { RoutingConfig } from '../../core/routing/routingConfig.ts';

/** Little enough to be added to any promise. */
export const DEFAULT_STUDENT_TERMS: StudentTerms = { delta: 0.02, confidence: 0.95 };

/** The section that puts a student with these terms in front: `triage.cascade.json` has `triage.student.json` beside it. */
export function studentSectionOf(configFile: string, terms: StudentTerms): NonNullable<RoutingConfig['student']> {
  return { file: `${basename(configFile).replace(/(\.cascade)?\.json$/i, '')}.student.json`, ...terms };
}

/** Whether the config may be given the student. */
export function isStudentOffered(projection: StudentProjection): boolean {
  return studentVerdict(projection) !== 'never good enough';
}

/** The config with the student in front. A replay that says nothing of it is no evidence. Keys that a later version may have put there stay. */
export function withStudent(config: RoutingConfig, configFile: string, projection: StudentProjection): RoutingConfig {
  const { student: _, ...evidence } = config.evidence;
  const says = studentVerdict(projection) === 'answers';
  return {
    ...config,
    student: studentSectionOf(configFile, projection.terms),
    evidence: says ? { ...evidence, student: projection.evidence } : evidence,
  };
}
