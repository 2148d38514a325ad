namespace ImgCompress.Tests.Queue;

public sealed class SqliteDeadLetterContract() : DeadLetterContract(new SqliteQueueFixture());
