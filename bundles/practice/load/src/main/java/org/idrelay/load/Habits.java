package org.idrelay.load;

/**
 * How cards come to a played terminal.
 *
 * @param readers how many readers it has, each with a session of its own at a time
 * @param cards how many cards are laid on each
 * @param pauseMillis how long at most a reader is empty before each card, at random
 * @param cardMillis how long a card takes for a list of commands
 * @param stayMillis how long a card is said to stay
 * @param priorityClass which class its sessions ask for
 */
public record Habits(int readers, int cards, int pauseMillis, int cardMillis, int stayMillis, int priorityClass) {

    /** One reader, so many cards, one after the other without a pause; they take no time and stay for a minute. */
    public static Habits busy(int cards) {
        return new Habits(1, cards, 0, 0, 60_000, 0);
    }
}
