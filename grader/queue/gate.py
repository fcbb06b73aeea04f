"""Who grades together with others in a worker, and who must be alone there."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Gate:
    def __init__(self):
        self.changed, self.inside, self.taken = asyncio.Condition(), 0, False

    @asynccontextmanager
    async def together(self) -> AsyncIterator[None]:
        async with self.changed:
            await self.changed.wait_for(lambda: not self.taken)
            self.inside += 1
        try:
            yield
        finally:
            await self._leave()

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[None]:
        """Nobody else is let in; those inside are waited for."""
        async with self.changed:
            await self.changed.wait_for(lambda: not self.taken)
            self.taken = True
        try:
            async with self.changed:
                await self.changed.wait_for(lambda: not self.inside)
            yield
        finally:
            async with self.changed:
                self.taken = False
                self.changed.notify_all()

    async def _leave(self):
        async with self.changed:
            self.inside -= 1
            self.changed.notify_all()
