using System.Text;
using Bodega.Kernel;
using Bodega.Server.Integrations;
using Bodega.Server.Tests.Harness;
using Microsoft.AspNetCore.Http;

namespace Bodega.Server.Tests.Integrations;

/// <summary>How every call to a service outside is bounded, guarded, and put again.</summary>
public sealed class CallingOutside
{
    private static readonly OutgoingService Service = new("Outside", TimeSpan.FromSeconds(30), 1000);

    [Fact]
    public async Task An_answer_is_what_was_sent()
    {
        await using var outside = await Upstream.OpenAsync(("/a?b=c", "{}"));
        await using var house = new House();
        Assert.Equal("{}", Text(await AskAsync(house, outside.Url + "/a?b=c")));
        var asked = Assert.Single(outside.Asked);
        Assert.Equal(("GET", "/a?b=c", "Bodega/0.1", null, null), (asked.Method, asked.Target, asked.Header("User-Agent"), asked.Header("traceparent"), asked.Header("Cookie")));
        Assert.Equal(OutgoingFaults.Status(404), (await AskAsync(house, outside.Url + "/none")).Fault);
    }

    [Fact]
    public async Task Whoever_never_answers_is_not_waited_for()
    {
        await using var outside = await Upstream.OpenAsync((http, _) => Upstream.KeepSilentAsync(http));
        await using var house = new House();
        Assert.Equal(OutgoingFaults.TimedOut, (await AskAsync(house, outside.Url, Service with { TimeLimit = TimeSpan.FromMilliseconds(50) })).Fault);
        outside.Answer(async (http, _) =>
        {
            await http.Response.WriteAsync("{"); // begins, and stops there
            await http.Response.Body.FlushAsync();
            await Upstream.KeepSilentAsync(http);
        });
        Assert.Equal(OutgoingFaults.TimedOut, (await AskAsync(house, outside.Url, Service with { TimeLimit = TimeSpan.FromMilliseconds(50) })).Fault);
        using var gone = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => house.Http.GetAsync(Service, () => new HttpRequestMessage(HttpMethod.Get, outside.Url), gone.Token));
    }

    [Theory]
    [InlineData(500, 2)]
    [InlineData(503, 2)]
    [InlineData(429, 2)]
    [InlineData(400, 1)]
    [InlineData(401, 1)]
    [InlineData(404, 1)]
    public async Task A_question_is_put_once_more_where_that_may_help(int status, int times)
    {
        await using var outside = await Upstream.OpenAsync((http, _) => Upstream.GiveAsync(http, "{}", status));
        await using var house = new House();
        Assert.Equal(OutgoingFaults.Status(status), (await AskAsync(house, outside.Url)).Fault);
        Assert.Equal(times, outside.Asked.Count);
        Assert.Equal(OutgoingFaults.Status(status), (await house.Http.SendAsync(Service, () => new HttpRequestMessage(HttpMethod.Post, outside.Url), CancellationToken.None)).Fault);
        Assert.Equal(times + 1, outside.Asked.Count);
    }

    [Fact]
    public async Task A_second_answer_counts()
    {
        await using var outside = await Upstream.OpenAsync((_, _) => Task.CompletedTask);
        await using var house = new House();
        outside.Answer((http, _) => Upstream.GiveAsync(http, "{}", outside.Asked.Count == 1 ? 500 : 200));
        Assert.Equal("{}", Text(await AskAsync(house, outside.Url)));
        outside.Answer((http, _) =>
        {
            if (outside.Asked.Count == 4) return Upstream.GiveAsync(http, "[]");
            http.Abort();
            return Task.CompletedTask;
        });
        Assert.Equal("[]", Text(await AskAsync(house, outside.Url)));
        Assert.Equal(4, outside.Asked.Count);
    }

    [Fact]
    public async Task After_429_it_waits_as_long_as_it_is_told_to()
    {
        await using var outside = await Upstream.OpenAsync((_, _) => Task.CompletedTask);
        var clock = new TimedClock(new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero));
        await using var house = new House(clock: clock);
        outside.Answer((http, _) =>
        {
            http.Response.Headers.RetryAfter = "3";
            return Upstream.GiveAsync(http, "{}", outside.Asked.Count == 1 ? 429 : 200);
        });
        var asking = AskAsync(house, outside.Url);
        while (clock.Waiting(TimeSpan.FromSeconds(3)) == 0) await Task.Yield();
        Assert.Single(outside.Asked);
        clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal("{}", Text(await asking));
    }

    [Fact]
    public async Task Whoever_wants_a_long_wait_is_not_asked_again()
    {
        await using var outside = await Upstream.OpenAsync((http, _) =>
        {
            http.Response.Headers.RetryAfter = "11";
            return Upstream.GiveAsync(http, "{}", 429);
        });
        await using var house = new House();
        Assert.True((await AskAsync(house, outside.Url)).Fault?.IsStatus(429));
        Assert.Single(outside.Asked);
    }

    [Fact]
    public async Task A_repetition_and_its_pause_count_against_the_time_limit()
    {
        await using var outside = await Upstream.OpenAsync((http, _) => Upstream.GiveAsync(http, "{}", 500));
        await using var house = new House(times: House.Quick with { Pause = TimeSpan.FromSeconds(9) });
        Assert.Equal(OutgoingFaults.TimedOut, (await AskAsync(house, outside.Url, Service with { TimeLimit = TimeSpan.FromMilliseconds(300) })).Fault);
        Assert.Single(outside.Asked);
    }

    [Fact]
    public async Task An_answer_without_end_is_not_read_to_the_end()
    {
        await using var outside = await Upstream.OpenAsync(async (http, asked) =>
        {
            if (asked.Path == "/told") http.Response.ContentLength = 1001;
            var (letters, left) = (Encoding.ASCII.GetBytes(new string('x', 91)), asked.Path == "/told" ? 11 : int.MaxValue);
            while (left-- > 0 && !http.RequestAborted.IsCancellationRequested) await http.Response.Body.WriteAsync(letters, http.RequestAborted);
        });
        await using var house = new House();
        Assert.Equal(OutgoingFaults.Invalid, (await AskAsync(house, outside.Url + "/endless")).Fault);
        Assert.Equal(OutgoingFaults.Invalid, (await AskAsync(house, outside.Url + "/told")).Fault);
        Assert.Equal(2, outside.Asked.Count);
    }

    [Fact]
    public async Task A_bomb_does_not_go_off()
    {
        await using var outside = await Upstream.OpenAsync(async (http, _) =>
        {
            http.Response.Headers.ContentEncoding = "gzip";
            await using var packed = new System.IO.Compression.GZipStream(http.Response.Body, System.IO.Compression.CompressionLevel.Fastest);
            await packed.WriteAsync(new byte[100_000]);
        });
        await using var house = new House();
        Assert.Equal(OutgoingFaults.Invalid, (await AskAsync(house, outside.Url)).Fault);
    }

    [Fact]
    public async Task What_only_says_that_it_is_packed_is_no_answer()
    {
        await using var outside = await Upstream.OpenAsync((http, _) =>
        {
            http.Response.Headers.ContentEncoding = "gzip";
            return Upstream.GiveAsync(http, "{}{}{}{}{}{}{}{}{}{}");
        });
        await using var house = new House();
        Assert.Equal(OutgoingFaults.Invalid, (await AskAsync(house, outside.Url)).Fault);
    }

    [Fact]
    public async Task Nobody_is_led_anywhere_else()
    {
        await using var inside = await Upstream.OpenAsync(("/", "{}"));
        await using var outside = await Upstream.OpenAsync((http, _) =>
        {
            http.Response.Headers.Location = inside.Url;
            return Upstream.GiveAsync(http, "{}", 302);
        });
        await using var house = new House();
        Assert.Equal(OutgoingFaults.Status(302), (await AskAsync(house, outside.Url)).Fault);
        Assert.Empty(inside.Asked);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("[::1]")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("[64:ff9b::7f00:1]")]
    [InlineData("2130706433")]
    [InlineData("0x7f.1")]
    [InlineData("0.0.0.0")]
    public async Task Nothing_inside_is_called(string host)
    {
        await using var inside = await Upstream.OpenAsync(("/", "{}"));
        await using var house = new House(guarded: true);
        Assert.Equal(OutgoingFaults.NotCalled, (await AskAsync(house, $"http://{host}:{inside.Port}/")).Fault);
        Assert.Empty(inside.Asked);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.0.0.7", "192.168.0.1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("fd00::1", "fe80::1")]
    public async Task No_name_leads_inside(params string[] addresses)
    {
        await using var inside = await Upstream.OpenAsync(("/", "{}"));
        var (resolve, times) = House.Names(addresses);
        await using var house = new House(guarded: true, resolve: resolve);
        Assert.Equal(OutgoingFaults.NotCalled, (await AskAsync(house, $"http://pms.example:{inside.Port}/")).Fault);
        Assert.Equal(1, times());
        Assert.Empty(inside.Asked);
    }

    [Fact]
    public async Task What_the_settings_name_may_be_inside()
    {
        await using var named = await Upstream.OpenAsync(("/", "{}"));
        await using var other = await Upstream.OpenAsync(("/", "{}"));
        var (resolve, _) = House.Names("127.0.0.1");
        await using var house = new House(guarded: true, resolve: resolve, settings: ("Integrations:Smoobu:BaseUrl", $"http://PMS.example:{named.Port}/v2"));
        Assert.Equal("{}", Text(await AskAsync(house, $"http://pms.example:{named.Port}/")));
        foreach (var url in new[] { $"http://pms.example:{other.Port}/", $"http://other.example:{named.Port}/", $"http://127.0.0.1:{named.Port}/" }) Assert.Equal(OutgoingFaults.NotCalled, (await AskAsync(house, url)).Fault);
        Assert.Equal((1, 0), (named.Asked.Count, other.Asked.Count));
    }

    [Fact]
    public async Task A_name_is_looked_up_once_and_the_connection_goes_there()
    {
        await using var outside = await Upstream.OpenAsync(("/", "{}"));
        var (resolve, times) = House.Names("127.0.0.1");
        await using var house = new House(resolve: resolve);
        Assert.Equal("{}", Text(await AskAsync(house, $"http://pms.example:{outside.Port}/")));
        Assert.Equal((1, $"pms.example:{outside.Port}"), (times(), outside.Asked[0].Header("Host")));
    }

    [Fact]
    public async Task Nobody_is_called_when_the_house_keeps_to_itself()
    {
        await using var outside = await Upstream.OpenAsync(("/", "{}"));
        await using var house = new House(settings: ("Integrations:Enabled", "false"));
        Assert.Equal(OutgoingFaults.NotCalled, (await AskAsync(house, outside.Url)).Fault);
        Assert.Empty(outside.Asked);
    }

    [Fact]
    public async Task The_log_says_who_and_how_and_nothing_else()
    {
        await using var outside = await Upstream.OpenAsync((http, _) => Upstream.GiveAsync(http, "body-of-theirs", 418));
        await using var house = new House(resolve: House.Names("127.0.0.1").Resolve);
        var url = $"http://host-of-theirs:{outside.Port}/path-of-theirs?query=of-theirs";
        await AskAsync(house, url);
        await outside.DisposeAsync();
        await AskAsync(house, url);
        Assert.Contains("Information Outside answered 418", house.Log, StringComparison.Ordinal);
        Assert.Contains("Information Outside could not be asked: outgoing-unreachable (ConnectionError)", house.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("theirs", house.Log, StringComparison.Ordinal);
    }

    private static Task<Outcome<byte[]>> AskAsync(House house, string url, OutgoingService? service = null) =>
        house.Http.GetAsync(service ?? Service, () => new HttpRequestMessage(HttpMethod.Get, url), CancellationToken.None);

    private static string Text(Outcome<byte[]> answer) => answer.Succeeded(out var bytes, out var fault) ? Encoding.UTF8.GetString(bytes) : fault.ToString();
}
