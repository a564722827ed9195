"""Cleans one file in a process of its own, with bounds on its memory and its time.

What crashes the libraries that decode it, or fills the memory, ends here.
"""

import resource
import sys

from heard.core.attached.clean import answer

MEMORY, SECONDS = 1_500_000_000, 20

if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.stdout.buffer.write(answer(sys.stdin.buffer.read()))
