#!/usr/bin/env node
import { cistron } from './cistron.ts';

await cistron(process.argv.slice(2));
