using Bodega.Rentals;

namespace Bodega.Tests.Rentals;

/// <summary>Contacts of guests (Sidekick contract §12.3).</summary>
public sealed class ComposingContacts
{
    private static readonly ContactPreferences Usual = RentalSettings.Contacts.Unset;

    [Fact]
    public void Stays_of_one_guest_are_one_contact() =>
        Assert.Equal(
            [new("260507 - Apt Dos, Apt Uno - Ana Ruiz", "+34600111222"), new("-  - Beto", "600111222"), new("260509 - Apt Uno - Ana Ruiz", "+34600999999")],
            GuestContacts.Compose(
            [
                Stay("Ana Ruiz", "+34600111222", 8, "Apt Dos"), Stay("Beto", " 600111222 ", null), Stay(" ANA RUIZ ", "+34600111222", 7, "Apt Uno", "Apt Dos"),
                Stay("Ana Ruiz", "+34600999999", 9, "Apt Uno"), Stay("Nadie", null, 9), Stay("ana ruiz", "+34600111222", null, "Apt Uno"),
            ], Usual));

    [Theory]
    [InlineData("+34600111222", true)]
    [InlineData("600111", true)]
    [InlineData("60011", false)]
    [InlineData(" 60011 ", false)]
    [InlineData("+", false)]
    [InlineData("0", false)]
    [InlineData("+0600111222", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_phone_is_one_or_a_placeholder(string? phone, bool isOne) => Assert.Equal(isOne, GuestContacts.Phone(phone) is not null);

    [Theory]
    [InlineData("YYMMDD", "260507")]
    [InlineData("YYYYMMDD", "20260507")]
    [InlineData("DD/MM/YYYY", "07/05/2026")]
    [InlineData("DD/MM/YY", "07/05/26")]
    [InlineData("MM/DD/YYYY", "05/07/2026")]
    [InlineData("DD-MM-YYYY", "07-05-2026")]
    public void Dates_take_the_chosen_form(string format, string shown) =>
        Assert.Equal($"{shown} Ana", GuestContacts.Compose([Stay("Ana", "600111222", 7)], Usual with { Template = "{FECHA} {NOMBRE}", DateFormat = format })[0].Name);

    [Fact]
    public void All_forms_of_dates_are_known() => Assert.Equal(6, GuestContacts.DateFormats.Count);

    [Fact]
    public void A_name_that_spells_a_placeholder_stays_as_it_is() =>
        Assert.Equal("{APT} {FECHA} en Sol", GuestContacts.Compose([Stay("{APT} {FECHA}", "600111222", 7, "Sol")], Usual with { Template = "{NOMBRE} en {APT}" })[0].Name);

    [Fact]
    public void A_contact_does_not_grow_without_bounds()
    {
        var flats = Enumerable.Range(0, 5000).Select(i => $"Piso con un nombre largo número {i}").ToArray();
        var contact = Assert.Single(GuestContacts.Compose([Stay(new string('a', 30_000), "600111222", 7, flats)], Usual with { Template = string.Concat(Enumerable.Repeat("{APT}{NOMBRE}", 1000)) }));
        Assert.InRange(contact.Name.Length, 900, 1000);
    }

    [Fact]
    public void Bookings_make_contacts_under_the_property_managers_names() =>
        Assert.Equal(
            [new("260507 - Mar, Sol - Ruiz, Ana", "+34600111222")],
            GuestContacts.Of([Booking("Ruiz, Ana", 9, "Mar"), Booking("Ruiz, Ana", 7, "Sol"), Booking("Ruiz, Ana", 8, null), Booking("Ruiz, Ana", null, "")], Usual));

    private static Reservation Booking(string guest, int? day, string? flat) => new(guest, null, "+34600111222", Day(day), null, "17", flat, null);

    private static GuestStay Stay(string guest, string? phone, int? day, params string[] flats) => new(guest, phone, Day(day), flats);

    private static DateOnly? Day(int? day) => day is { } number ? new DateOnly(2026, 5, number) : null;
}
