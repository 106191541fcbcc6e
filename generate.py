"""The command of the source tree; a thin door to proofpress.cli."""

from proofpress.cli import main

if __name__ == "__main__":
    main()
