using ImgCompress.Contracts;
using Xunit;

namespace ImgCompress.Tests.Contracts;

public sealed class WireMessageText
{
    [Fact]
    public void HasTheDocumentedShape()
    {
        var message = JobMessage.Parse("""{"v":1,"job":"job-1","path":"a/b.jpg"}""", out _);

        Assert.NotNull(message);
        Assert.Equal(("job-1", "a/b.jpg"), (message.Job.ToString(), message.Path.Value));
        Assert.Equal("""{"v":1,"job":"job-1","path":"a/b.jpg"}""", message.ToJson());
    }

    [Theory]
    [InlineData("", "is not the JSON of a message")]
    [InlineData("null", "version null")]
    [InlineData("[]", "is not the JSON of a message")]
    [InlineData("""{"v":2,"job":"j","path":"a"}""", "version 2")]
    [InlineData("""{"v":1,"job":"NO","path":"a"}""", "'job' is not a job id")]
    [InlineData("""{"v":1,"job":"j","path":"../a"}""", "'path' is not a path below the root")]
    [InlineData("""{"v":1,"job":"j"}""", "'path' is not a path below the root")]
    [InlineData("""{"v":"1","job":"j","path":"a"}""", "is not the JSON of a message")]
    public void ThatIsNoneSaysWhatIsWrong(string body, string problem)
    {
        Assert.Null(JobMessage.Parse(body, out var said));
        Assert.Contains(problem, said, StringComparison.Ordinal);
    }
}
