using ImgCompress.Queue;

namespace ImgCompress.Tests.Fixtures.Simulation;

/// <summary>What a simulated queue holds.</summary>
/// <param name="time">Its clock.</param>
/// <param name="maxReceives">Deliveries of a message, after which the queue itself makes it a dead letter.</param>
internal sealed class QueueStore(TimeProvider time, int maxReceives)
{
    private int _ids;

    public TimeProvider Time => time;

    public List<StoredMessage> Messages { get; } = [];

    public List<(int Id, DeadLetter Letter)> Letters { get; } = [];

    /// <summary>Chooses which of so many messages comes next.</summary>
    public Func<int, int> Choose { get; set; } = _ => 0;

    public sealed class StoredMessage(int id, string body, long weight)
    {
        public int Id => id;

        public string Body => body;

        public long Weight => weight;

        public DateTimeOffset Visible { get; set; }

        public int Receives { get; set; }

        /// <summary>It stays visible at the next delivery.</summary>
        public bool ComesTwice { get; set; }
    }

    public void Send(string body, long weight) => Messages.Add(new(++_ids, body, weight));

    public void Bury(DeadLetter letter) => Letters.Add((++_ids, letter));

    public IReadOnlyList<ReceivedMessage> Receive(int max, TimeSpan visibility)
    {
        var received = new List<ReceivedMessage>();
        var visible = Messages.Where(message => message.Visible <= time.GetUtcNow()).ToList();
        while (received.Count < max && visible.Count > 0)
        {
            var message = visible[Choose(visible.Count)];
            visible.Remove(message);
            if (message.Receives >= maxReceives)
            {
                GiveUp(message);
                continue;
            }

            message.Receives++;
            message.Visible = message.ComesTwice ? message.Visible : time.GetUtcNow() + visibility;
            message.ComesTwice = false;
            received.Add(new(message.Body, $"{message.Id}/{message.Receives}", message.Receives) { Weight = message.Weight });
        }

        return received;
    }

    public void GiveUp(StoredMessage message)
    {
        Messages.Remove(message);
        Bury(new(message.Body, DeadLetter.Undelivered));
    }

    /// <summary>The message of a delivery, if that is its latest; else null.</summary>
    public StoredMessage? Find(ReceivedMessage received) =>
        Messages.Find(message => $"{message.Id}/{message.Receives}" == received.ReceiptHandle);
}
