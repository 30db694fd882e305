using Bodega.Kernel;
using Bodega.Rentals;
using Bodega.Server.Integrations;
using Bodega.Server.Integrations.Pms;
using Bodega.Server.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace Bodega.Server.Tests.Integrations.Pms;

public sealed class AskingBeds24
{
    private static readonly DateOnly First = new(2026, 5, 1);
    private static readonly DateOnly Last = new(2026, 5, 31);

    private static readonly (string, string)[] Answers =
    [
        ("/v2/bookings?arrivalFrom=2026-05-01&arrivalTo=2026-05-31&page=1", """
            {"success":true,"pages":{"nextPageExists":true},"data":[
              {"id":1,"firstName":"Ana","lastName":"Ruiz","email":"ana@x.es","mobile":"","phone":"+34600111222","arrival":"2026-05-06","departure":"2026-05-08","arrivalTime":"21:00","propertyId":7,"roomId":22,"status":"confirmed"},
              {"id":2,"firstName":"No","status":"cancelled"},{"id":3,"firstName":"No","status":"black"},{"id":4,"status":"new"}]}
            """),
        ("/v2/bookings?arrivalFrom=2026-05-01&arrivalTo=2026-05-31&page=2", """{"success":true,"pages":{"nextPageExists":false},"data":[{"lastName":"Beto","mobile":"(+34)1","phone":"2","propertyId":7,"roomId":99}]}"""),
        ("/v2/properties", """{"success":true,"pages":{"nextPageExists":false},"data":[{"id":7,"name":"Casa","roomTypes":[{"id":22,"name":"Sol"}]}]}"""),
    ];

    [Fact]
    public async Task Stays_come_page_by_page_with_the_names_of_their_flats()
    {
        await using var beds24 = await Upstream.OpenAsync(Answers);
        await using var house = Open(beds24);
        Assert.Equal(
        [
            new Reservation("Ruiz, Ana", "ana@x.es", "+34600111222", new(2026, 5, 6), new(2026, 5, 8), "22", "Sol", "21:00"),
            new Reservation("Beto", null, "+341", null, null, "99", "Casa", null),
        ], (await AskAsync(house, null)).Value!);
        Assert.All(beds24.Asked, asked => Assert.Equal(("my:token", "application/json"), (asked.Header("token"), asked.Header("Accept"))));
        Assert.DoesNotContain("my:token", house.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_may_not_read_names_still_reads_stays()
    {
        await using var beds24 = await Upstream.OpenAsync(Answers[..2]);
        await using var house = Open(beds24);
        Assert.Equal([null, null], (await AskAsync(house, null)).Value!.Select(stay => stay.Apartment));
    }

    [Fact]
    public async Task Departures_are_counted_and_need_no_names()
    {
        await using var beds24 = await Upstream.OpenAsync(("/v2/bookings", """{"success":true,"data":[{"firstName":"Ana","departure":"2026-05-08","roomId":22}]}"""));
        await using var house = Open(beds24);
        var stays = await house.Get<Beds24>().ReservationsAsync(new PmsAccess(PmsProviders.Beds24, "t", null), StayEnd.Departure, First, Last, CancellationToken.None);
        Assert.Equal([new Reservation("Ana", null, null, null, new(2026, 5, 8), "22", null, null)], stays.Value!);
        Assert.Equal("/v2/bookings?departureFrom=2026-05-01&departureTo=2026-05-31&page=1", Assert.Single(beds24.Asked).Target);
    }

    [Fact]
    public async Task A_company_may_name_another_address()
    {
        await using var beds24 = await Upstream.OpenAsync();
        await using var other = await Upstream.OpenAsync((http, _) => Upstream.GiveAsync(http, """{"success":true,"data":[]}"""));
        await using var house = Open(beds24);
        Assert.Empty((await AskAsync(house, other.Url + "/own/")).Value!);
        Assert.Equal("/own/bookings?arrivalFrom=2026-05-01&arrivalTo=2026-05-31&page=1", Assert.Single(other.Asked).Target);
        Assert.Empty(beds24.Asked);
    }

    [Theory]
    [InlineData("http://93.184.215.14/v2", PmsFaults.MalformedCode)] // in clear
    [InlineData("https://user:word@93.184.215.14", PmsFaults.MalformedCode)]
    [InlineData("https://93.184.215.14/?a=b", PmsFaults.MalformedCode)]
    [InlineData("https://93.184.215.14/#a", PmsFaults.MalformedCode)]
    [InlineData("file:///etc/passwd", PmsFaults.MalformedCode)]
    [InlineData("/v2", PmsFaults.MalformedCode)]
    [InlineData("https://127.0.0.1", OutgoingFaults.NotCalledCode)]
    [InlineData("https://localhost:{0}", OutgoingFaults.NotCalledCode)]
    [InlineData("https://[::1]:{0}", OutgoingFaults.NotCalledCode)]
    [InlineData("https://[::ffff:169.254.169.254]", OutgoingFaults.NotCalledCode)]
    public async Task No_company_leads_it_inside(string address, string code)
    {
        await using var inside = await Upstream.OpenAsync((http, _) => Upstream.GiveAsync(http, """{"success":true,"data":[]}"""));
        await using var house = new House(guarded: true, adjust: AddPms);
        Assert.Equal(code, (await AskAsync(house, address.Replace("{0}", $"{inside.Port}", StringComparison.Ordinal))).Fault?.Code);
        Assert.Empty(inside.Asked);
    }

    [Theory]
    [InlineData("""{"success":false,"data":[]}""")]
    [InlineData("""{"success":true,"data":{}}""")]
    [InlineData("""{"success":true,"data":[{"firstName":"A"}],"pages":{"nextPageExists":true}}""")]
    public async Task What_is_no_answer_of_theirs_or_never_ends_is_a_fault(string page)
    {
        await using var beds24 = await Upstream.OpenAsync(("/v2/bookings", page));
        await using var house = Open(beds24);
        Assert.Equal(OutgoingFaults.Invalid, (await AskAsync(house, null)).Fault);
        Assert.InRange(beds24.Asked.Count, 1, 202);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\nb")]
    public async Task A_token_that_no_header_can_carry_is_not_sent(string token)
    {
        await using var beds24 = await Upstream.OpenAsync(Answers);
        await using var house = Open(beds24);
        Assert.Equal(PmsFaults.Malformed, (await house.Get<Beds24>().ReservationsAsync(new PmsAccess(PmsProviders.Beds24, token, null), StayEnd.Departure, First, Last, CancellationToken.None)).Fault);
        Assert.Empty(beds24.Asked);
    }

    private static Task<Outcome<List<Reservation>>> AskAsync(House house, string? endpoint) =>
        house.Get<Beds24>().ReservationsAsync(new PmsAccess(PmsProviders.Beds24, "my:token", endpoint), StayEnd.Arrival, First, Last, CancellationToken.None);

    private static House Open(Upstream beds24) => new(adjust: AddPms, settings: ("Integrations:Beds24:BaseUrl", beds24.Url + "/v2/"));

    private static void AddPms(IServiceCollection services) => services.AddSingleton<Beds24>();
}
