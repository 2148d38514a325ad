namespace ImgCompress.Tests.Protocol;

/// <summary>How a search came to a state.</summary>
internal static class Trace
{
    /// <param name="from">Of each state that was found, the one before and the step from there.</param>
    /// <param name="state">The last state.</param>
    /// <returns>The steps, the first one first.</returns>
    public static Stack<string> To<TState>(Dictionary<TState, (TState? Before, string Step)> from, TState state)
        where TState : class
    {
        var steps = new Stack<string>();
        for (TState? at = state; at is not null; at = from[at].Before)
        {
            steps.Push(from[at].Step);
        }

        return steps;
    }
}
