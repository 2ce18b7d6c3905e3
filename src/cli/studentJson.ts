import { type StudentProjection, studentVerdict } from '../core/profiling/studentProjection.ts';
import { studentSectionOf } from '../engine/student/studentSection.ts';

/** A projection in JSON, of `student` and of `profile`: the section, the evidence, and what charts are drawn from. Field names are fixed. */
export function studentJson(projection: StudentProjection, configFile: string | undefined): object {
  const { terms, evidence, windows, firstAnswer, lateSure, promise } = projection;
  const section = configFile === undefined ? terms : studentSectionOf(configFile, terms);
  const verdict = studentVerdict(projection);
  return { ...section, ...evidence, windows, verdict, firstAnswer, lateSure: lateSure ?? null, promise };
}
