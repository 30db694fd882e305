using System.Security.Cryptography;
using System.Text;
using Bodega.Kernel;
using Bodega.Rentals;
using Bodega.Server.Integrations;
using Bodega.Server.Integrations.Pms;
using Bodega.Server.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace Bodega.Server.Tests.Integrations.Pms;

public sealed class AskingSmoobu
{
    private static readonly DateOnly First = new(2026, 5, 1);
    private static readonly DateOnly Last = new(2026, 5, 31);

    [Fact]
    public async Task Stays_come_page_by_page()
    {
        await using var smoobu = await Upstream.OpenAsync(
            ("/api/reservations?arrivalFrom=2026-05-01&arrivalTo=2026-05-31&page=1&pageSize=100", """
                {"page_count":2,"bookings":[
                  {"id":1,"lastname":"Ruiz","firstname":"Ana","email":"ana@x.es","phone":"(+34)600111222","arrival":"2026-05-06","departure":"08.05.2026","apartment":{"id":22,"name":"Sol"},"check-in":"9:30"},
                  {"id":2,"type":"cancellation","guest-name":"Nadie"},{"id":3,"is-blocked-booking":true,"guest-name":"Nadie"},{"id":4,"arrival":"2026-05-06"},{"lastname":"\ud800"},"?"]}
                """),
            ("/api/reservations?arrivalFrom=2026-05-01&arrivalTo=2026-05-31&page=2&pageSize=100", """
                {"page_count":2,"bookings":[{"guest-name":" Beto ","lastname":"","arrival":"nunca","check_in_time":"21:30:00","checkInTime":"1:00","apartment":null},{"firstname":"Eva"}]}
                """));
        await using var house = Open(smoobu);
        Assert.Equal(
        [
            new Reservation("Ruiz, Ana", "ana@x.es", "+34600111222", new(2026, 5, 6), new(2026, 5, 8), "22", "Sol", "09:30"),
            new Reservation("Beto", null, null, null, null, null, null, "21:30"),
            new Reservation("Eva", null, null, null, null, null, null, null),
        ], (await ArrivalsAsync(house)).Value!);
        Assert.Equal(2, smoobu.Asked.Count);
        Assert.All(smoobu.Asked, asked => Assert.Equal(("my-key", "application/json", null), (asked.Header("Api-Key"), asked.Header("Accept"), asked.Header("X-Signature"))));
    }

    [Theory]
    [InlineData("""{"bookings":[],"page_count":7}""", 1)]
    [InlineData("{}", 1)]
    [InlineData("""{"bookings":[{"lastname":"A"}]}""", 1)]
    [InlineData("""{"bookings":[{"lastname":"A"}],"page_count":"many"}""", 1)]
    [InlineData("""{"bookings":[{"lastname":"A"}],"page_count":"3"}""", 3)]
    public async Task An_empty_or_last_page_is_the_end(string page, int times)
    {
        await using var smoobu = await Upstream.OpenAsync(("/api/reservations", page));
        await using var house = Open(smoobu);
        Assert.Null((await house.Get<Smoobu>().ReservationsAsync("my-key", StayEnd.Departure, First, Last, CancellationToken.None)).Fault);
        Assert.Equal(times, smoobu.Asked.Count);
        Assert.Equal("departureFrom=2026-05-01&departureTo=2026-05-31&page=1&pageSize=100", smoobu.Asked[0].Query);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("""{"bookings":{}}""")]
    [InlineData("""{"bookings":[{"lastname":"A"}],"page_count":1000000}""")]
    public async Task What_is_no_answer_of_theirs_is_a_fault(string page)
    {
        await using var smoobu = await Upstream.OpenAsync(("/api/reservations", page));
        await using var house = Open(smoobu);
        Assert.Equal(OutgoingFaults.Invalid, (await ArrivalsAsync(house)).Fault);
        Assert.InRange(smoobu.Asked.Count, 1, 201);
    }

    [Theory]
    [InlineData("/api/reservations", "arrivalFrom=2026-05-01&arrivalTo=2026-05-31&page=1&pageSize=100", "42j8iXdtUy7hnu4/SUqYCAAK64zW6FcQYiibDKes0N8=")]
    [InlineData("/api/apartments", "", "5BLIfScb9olYrGpvvUtMj1RUJejNTaei20lp/6wgRcE=")]
    public void A_signature_is_the_one_that_openssl_makes(string path, string query, string signature) =>
        Assert.Equal(signature, SmoobuKey.Signature("GET", new Uri($"https://login.smoobu.com{path}{(query.Length > 0 ? "?" : "")}{query}"), "2026-04-01T12:00:00Z", "1b4e28ba-2fa1-41d2-883f-0016d3cca427", "my-key", "my-secret"));

    [Fact]
    public async Task With_a_secret_every_request_is_signed_afresh()
    {
        await using var smoobu = await Upstream.OpenAsync((http, _) => Upstream.GiveAsync(http, "{}", 503));
        await using var house = new House(clock: new Clock(new DateTimeOffset(2026, 5, 1, 14, 0, 0, TimeSpan.FromHours(2))), adjust: AddPms, settings: ("Integrations:Smoobu:BaseUrl", smoobu.Url));
        Assert.Equal(OutgoingFaults.Status(503), (await house.Get<Smoobu>().ReservationsAsync(" my-key:my:secret ", StayEnd.Arrival, First, Last, CancellationToken.None)).Fault);
        Assert.Equal(2, smoobu.Asked.Count);
        foreach (var asked in smoobu.Asked)
        {
            Assert.Equal(("my-key", "2026-05-01T12:00:00Z", null), (asked.Header("X-API-Key"), asked.Header("X-Timestamp"), asked.Header("Api-Key")));
            Assert.True(Guid.TryParseExact(asked.Header("X-Nonce"), "D", out var nonce) && nonce.Version == 4);
            var text = $"GET\n{asked.Path}\n{asked.Query}\n2026-05-01T12:00:00Z\n{asked.Header("X-Nonce")}\ne3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\nmy-key";
            Assert.Equal(Convert.ToBase64String(HMACSHA256.HashData("my:secret"u8, Encoding.UTF8.GetBytes(text))), asked.Header("X-Signature"));
        }
        Assert.NotEqual(smoobu.Asked[0].Header("X-Nonce"), smoobu.Asked[1].Header("X-Nonce"));
        Assert.DoesNotContain("secret", house.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("my-key", house.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ñandú")]
    [InlineData("a b")]
    [InlineData("a\r\nX-Evil: 1")]
    [InlineData(":secret")]
    [InlineData(" ")]
    public async Task A_key_that_no_header_can_carry_is_not_sent(string key)
    {
        await using var smoobu = await Upstream.OpenAsync(("/api/reservations", "{}"));
        await using var house = Open(smoobu);
        Assert.Equal(PmsFaults.Malformed, (await house.Get<Smoobu>().ReservationsAsync(key, StayEnd.Arrival, First, Last, CancellationToken.None)).Fault);
        Assert.Empty(smoobu.Asked);
    }

    [Fact]
    public async Task Flats_come_with_their_addresses_and_those_without_a_page_do_not_come()
    {
        await using var smoobu = await Upstream.OpenAsync(
            ("/api/apartments", $$"""{"apartments":[{"id":1,"name":"Sol"},{"name":"sin id"},{"id":2,"name":"Luna"},{"id":"a/b","name":null},{"id":3,"name":"{{new string('x', 250)}}"},{"id":4,"name":"Mar"}]}"""),
            ("/api/apartments/1", """{"location":{"street":"Calle Sol 1","city":"Sevilla"}}"""), ("/api/apartments/a%2Fb", """{"location":{"street":"","city":null}}"""), ("/api/apartments/3", "{}"), ("/api/apartments/4", "[]"));
        await using var house = Open(smoobu);
        Assert.Equal(
        [
            new ApartmentRow("1", "1", "Sol", "Calle Sol 1", "Sevilla"),
            new ApartmentRow("a/b", "a/b", "a/b", null, null),
            new ApartmentRow("3", "3", new string('x', 200), null, null),
        ], (await house.Get<Smoobu>().ApartmentsAsync("my-key", CancellationToken.None)).Value!);
        Assert.Equal(6, smoobu.Asked.Count);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(500)]
    public async Task Without_the_list_there_are_no_flats(int status)
    {
        await using var smoobu = await Upstream.OpenAsync((http, _) => Upstream.GiveAsync(http, "{}", status));
        await using var house = Open(smoobu);
        Assert.Equal(OutgoingFaults.Status(status), (await house.Get<Smoobu>().ApartmentsAsync("my-key", CancellationToken.None)).Fault);
    }

    private static Task<Outcome<List<Reservation>>> ArrivalsAsync(House house) => house.Get<Smoobu>().ReservationsAsync("my-key", StayEnd.Arrival, First, Last, CancellationToken.None);

    private static House Open(Upstream smoobu) => new(adjust: AddPms, settings: ("Integrations:Smoobu:BaseUrl", smoobu.Url));

    private static void AddPms(IServiceCollection services) => services.AddSingleton<Smoobu>();
}
