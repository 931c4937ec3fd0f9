"""The gRPC service `google.cloud.tasks.v2.CloudTasks`."""

import base64
import binascii
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final, NoReturn

import grpc
import grpc.aio
from google.cloud import tasks_v2
from google.cloud.tasks_v2.types import cloudtasks
from google.protobuf import empty_pb2

from infra.local.tasks import messages
from infra.local.tasks.dispatcher import Dispatcher
from infra.local.tasks.engine import Engine, NameTakenError
from infra.local.tasks.names import BadNameError, Names, UnknownQueueError
from infra.local.tasks.pump import Pump
from infra.local.tasks.store import StoredTask, TaskStore

SERVICE: Final = "google.cloud.tasks.v2.CloudTasks"
_LARGEST_PAGE: Final = 1000
_ABSENT: Final = (
    *("CreateQueue", "UpdateQueue", "DeleteQueue", "BatchCreateTasks", "BatchDeleteTasks"),
    *("GetIamPolicy", "SetIamPolicy", "TestIamPermissions", "UpdateCmekConfig", "GetCmekConfig"),
)

Context = grpc.aio.ServicerContext[Any, Any]
Method = Callable[[Any], Any]


class _RefusedError(Exception):
    def __init__(self, code: grpc.StatusCode, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def _missing_task() -> _RefusedError:
    return _RefusedError(grpc.StatusCode.NOT_FOUND, "Requested entity was not found.")


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskService:
    """Answers Google's client; the time of every request is taken from one clock."""

    engine: Engine
    store: TaskStore
    names: Names
    dispatcher: Dispatcher
    pump: Pump
    clock: Callable[[], float]

    def create_task(self, request: Any) -> Any:
        """The task is on disk before this returns."""
        queue = self.names.read_queue(request.parent)
        now = self.clock()
        task = messages.accept_task(request.task, queue, self.names, now)
        self.engine.add(task, now)
        self.pump.wake()
        return messages.show_task(task, self.names, request.response_view)

    def get_task(self, request: Any) -> Any:
        """A waiting or running task."""
        return messages.show_task(
            self._find(*self.names.read_task(request.name)), self.names, request.response_view
        )

    def list_tasks(self, request: Any) -> Any:
        """One page of a queue's tasks."""
        queue = self.names.read_queue(request.parent)
        size = min(request.page_size, _LARGEST_PAGE) or _LARGEST_PAGE
        found = self.store.page(queue, _read_token(request.page_token), size + 1)
        shown = found[:size]
        response = cloudtasks.ListTasksResponse.pb()()
        response.tasks.extend(
            messages.show_task(task, self.names, request.response_view) for task in shown
        )
        if len(found) > size:
            response.next_page_token = _make_token(shown[-1].id)
        return response

    def delete_task(self, request: Any) -> Any:
        """Forget a task; an attempt that is under way is not cut."""
        queue, task_id = self.names.read_task(request.name)
        if not self.engine.remove(queue, task_id, self.clock()):
            raise _missing_task()
        return empty_pb2.Empty()

    def run_task(self, request: Any) -> Any:
        """Dispatch a task at once, in spite of its schedule and of the queue's limits."""
        queue, task_id = self.names.read_task(request.name)
        task = self.engine.take_forced(queue, task_id, self.clock())
        if task is None:
            task = self._find(queue, task_id)
        else:
            self.pump.start(self.dispatcher, task)
        return messages.show_started(task, self.names, request.response_view)

    def get_queue(self, request: Any) -> Any:
        """A queue with the settings of the table."""
        return self._show_queue(self.names.read_queue(request.name))

    def list_queues(self, request: Any) -> Any:
        """All queues on one page."""
        if request.parent != self.names.location:
            raise UnknownQueueError(request.parent)
        queues = [self._show_queue(queue) for queue in sorted(self.names.queues)]
        return cloudtasks.ListQueuesResponse.pb()(queues=queues)

    def pause_queue(self, request: Any) -> Any:
        """Stop dispatching; tasks can still be added."""
        queue = self.names.read_queue(request.name)
        self.engine.pause(queue)
        return self._show_queue(queue)

    def resume_queue(self, request: Any) -> Any:
        """Dispatch again."""
        queue = self.names.read_queue(request.name)
        self.engine.resume(queue)
        self.pump.wake()
        return self._show_queue(queue)

    def purge_queue(self, request: Any) -> Any:
        """Delete all tasks of a queue."""
        queue = self.names.read_queue(request.name)
        self.engine.purge(queue, self.clock())
        return self._show_queue(queue)

    def _find(self, queue: str, task_id: str) -> StoredTask:
        task = self.store.find(queue, task_id)
        if task is None:
            raise _missing_task()
        return task

    def _show_queue(self, queue: str) -> Any:
        lane = self.engine.lanes[queue]
        state = tasks_v2.Queue.State.PAUSED if lane.paused else tasks_v2.Queue.State.RUNNING
        name = self.names.queue_name(queue)
        return messages.show_queue(name, lane.limits, lane.bucket.capacity, state)


def make_handlers(service: TaskService) -> "grpc.GenericRpcHandler[Any, Any]":
    """Map the method names of the API to the service."""
    methods: dict[str, tuple[Method, Any]] = {
        "CreateTask": (service.create_task, cloudtasks.CreateTaskRequest),
        "GetTask": (service.get_task, cloudtasks.GetTaskRequest),
        "ListTasks": (service.list_tasks, cloudtasks.ListTasksRequest),
        "DeleteTask": (service.delete_task, cloudtasks.DeleteTaskRequest),
        "RunTask": (service.run_task, cloudtasks.RunTaskRequest),
        "GetQueue": (service.get_queue, cloudtasks.GetQueueRequest),
        "ListQueues": (service.list_queues, cloudtasks.ListQueuesRequest),
        "PauseQueue": (service.pause_queue, cloudtasks.PauseQueueRequest),
        "ResumeQueue": (service.resume_queue, cloudtasks.ResumeQueueRequest),
        "PurgeQueue": (service.purge_queue, cloudtasks.PurgeQueueRequest),
    }
    handlers = {
        name: grpc.unary_unary_rpc_method_handler(
            _translate(method),
            request_deserializer=request.pb().FromString,
            response_serializer=_serialize,
        )
        for name, (method, request) in methods.items()
    }
    handlers |= {name: grpc.unary_unary_rpc_method_handler(_refuse(name)) for name in _ABSENT}
    return grpc.method_handlers_generic_handler(SERVICE, handlers)


def _translate(method: Method) -> Callable[[Any, Context], Awaitable[Any]]:
    async def answer(request: Any, context: Context) -> Any:
        try:
            return method(request)
        except (BadNameError, messages.InvalidTaskError) as error:
            await context.abort(grpc.StatusCode.INVALID_ARGUMENT, str(error))
        except UnknownQueueError:
            await context.abort(grpc.StatusCode.NOT_FOUND, "Requested entity was not found.")
        except NameTakenError:
            await context.abort(
                grpc.StatusCode.ALREADY_EXISTS,
                "The task cannot be created because a task with this name existed too recently.",
            )
        except messages.UnsupportedTaskError as error:
            await context.abort(grpc.StatusCode.UNIMPLEMENTED, str(error))
        except _RefusedError as error:
            await context.abort(error.code, error.message)

    return answer


def _refuse(name: str) -> Callable[[Any, Context], Awaitable[NoReturn]]:
    async def answer(_request: Any, context: Context) -> NoReturn:
        await context.abort(
            grpc.StatusCode.UNIMPLEMENTED,
            f"{name} has no local counterpart: queues and their settings come from the table.",
        )

    return answer


def _serialize(message: Any) -> bytes:
    return bytes(message.SerializeToString())


def _make_token(last_id: str) -> str:
    return base64.urlsafe_b64encode(last_id.encode()).decode()


def _read_token(token: str) -> str:
    try:
        return base64.urlsafe_b64decode(token.encode()).decode()
    except (binascii.Error, ValueError) as error:
        raise messages.InvalidTaskError("The page token is not one of ours.") from error
