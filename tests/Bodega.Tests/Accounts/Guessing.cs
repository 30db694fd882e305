using Bodega.Accounts;

namespace Bodega.Tests.Accounts;

public sealed class Guessing
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(9, 0)]
    [InlineData(10, 5)]
    [InlineData(11, 10)]
    [InlineData(15, 160)]
    [InlineData(18, 900)]
    [InlineData(100, 900)]
    [InlineData(int.MaxValue, 900)]
    public void Costs_more_time_the_more_often_it_failed(int failures, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), GuessingLimit.DelayAfter(failures));

    [Fact]
    public void Ends_after_a_hundred_tries_also_when_they_come_at_once()
    {
        var limit = new GuessingLimit();
        var attempts = Enumerable.Range(0, 300).Select(_ => limit.TryBegin(1, 0)).ToList();
        Assert.Equal(GuessingLimit.MostFailures, attempts.Count(attempt => attempt is not null));
        Assert.NotNull(limit.TryBegin(2, 0)); // another account is another matter
        attempts.ForEach(attempt => attempt?.Dispose());
        Assert.NotNull(limit.TryBegin(1, 99));
        Assert.Null(new GuessingLimit().TryBegin(1, 100));
    }

    [Fact]
    public void Goes_one_by_one_once_it_costs_time()
    {
        var limit = new GuessingLimit();
        var first = limit.TryBegin(1, 10);
        Assert.NotNull(first);
        Assert.Null(limit.TryBegin(1, 10));
        first.Dispose();
        first.Dispose(); // a second time changes nothing
        using var next = limit.TryBegin(1, 10);
        Assert.NotNull(next);
        Assert.Null(limit.TryBegin(1, 10));
    }
}
